import Access
import HTTPTypes
import Hummingbird

/// Who may: what stands before every endpoint, and the endpoints about tokens and the audit log.
enum AccessRoutes {
    /// Nothing is answered before it is known who asks.
    static func guardAll(
        _ router: Router<HubRequestContext>, _ services: HubServices, _ settings: HubServerSettings,
        _ endpoints: KnownEndpoints
    ) { router.add(middleware: Gatekeeper(services.access, settings, endpoints)) }

    static func add(to router: Router<HubRequestContext>, _ services: HubServices, _ settings: HubServerSettings) {
        let access = services.access
        LoginRoutes.add(to: router, access, Credentials(access, settings))
        let group = router.group("v1")
        group.get("whoami") { request, context in try whoami(context) }
        let admin = group.group().add(middleware: RoleRequirement(.admin))
        TokenRoutes.add(to: admin, access)
        admin.get("audit") { request, _ in try await AuditDocument.page(request, access) }
    }

    private struct Holder: Encodable {
        var name: String
        var role: String
    }

    private static func whoami(_ context: HubRequestContext) throws -> Response {
        // The gatekeeper lets nobody through here who is not known.
        guard let who = context.who else { throw HTTPError(.unauthorized) }
        return try JSONResponse.response(Holder(name: who.name, role: who.role.rawValue))
    }
}
