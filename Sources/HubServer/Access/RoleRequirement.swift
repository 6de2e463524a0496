import Access
import Hummingbird

/// Lets in who may: `router.group("v1").add(middleware: RoleRequirement(.operate))`.
struct RoleRequirement: RouterMiddleware {
    private let role: Role

    init(_ role: Role) { self.role = role }

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        try Self.check(context.who, role)
        return try await next(request, context)
    }

    /// - Throws: a `Problem` with status 401 where nobody knows who asks, 403 for who may not.
    static func check(_ who: Principal?, _ role: Role) throws {
        guard let who else {
            throw Problem(
                .unauthorized, "Token wanted",
                "send a token: Authorization: Bearer TOKEN; candlewick token add NAME makes one",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        guard who.role >= role else {
            throw Problem(
                .forbidden, "Not allowed",
                "\(who.name) has the role \(who.role.rawValue), and this needs \(role.rawValue)")
        }
    }
}
