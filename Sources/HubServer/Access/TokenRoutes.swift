import Access
import HTTPTypes
import Hummingbird
import MarketData
import Storage

/// `/v1/tokens`: which there are, a new one, one less.
enum TokenRoutes {
    /// A token for machines, without its secret.
    private struct Entry: Encodable {
        var name: String
        var role: String
        var state: String
        var created_at: String
        var expires_at: String?
        var revoked_at: String?

        init(_ token: AccessToken, now: Timestamp) {
            (name, role, state) = (token.name, token.role, token.state(at: now).rawValue)
            created_at = token.createdAt.description
            (expires_at, revoked_at) = (token.expiresAt?.description, token.revokedAt?.description)
        }
    }

    private struct List: Encodable {
        var tokens: [Entry]
    }

    private struct Issued: Encodable {
        var name: String
        var role: String
        /// The only time that it is said.
        var token: String
        var expires_at: String?
    }

    static func add(to group: RouterGroup<HubRequestContext>, _ access: AccessControl) {
        group.get("tokens") { _, _ in
            let now = access.moment()
            return try JSONResponse.response(List(tokens: try await access.tokens().map { Entry($0, now: now) }))
        }
        group.post("tokens") { request, _ in try await issue(request, access) }
        group.delete("tokens/{name}") { _, context in
            guard let name = context.name("name"), try await access.revokeToken(name) else {
                throw Problem(
                    .notFound, "No such token", "name: no token of this name is good; GET /v1/tokens lists them",
                    parameter: "name")
            }
            return Response(status: .noContent)
        }
    }

    private static func issue(_ request: Request, _ access: AccessControl) async throws -> Response {
        let wish = try await TokenWish(request)
        guard let issued = try await access.addToken(wish.name, role: wish.role, lifetime: wish.lifetime) else {
            throw Problem(
                .conflict, "Name is taken",
                "name: a good token is called \(wish.name); revoke it first or give another name", parameter: "name")
        }
        var response = try JSONResponse.response(
            Issued(
                name: wish.name, role: wish.role.rawValue, token: issued.secret.text,
                expires_at: issued.token.expiresAt?.description), status: .created)
        response.headers[.location] = "/v1/tokens/\(wish.name)"
        return response
    }
}
