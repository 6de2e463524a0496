import Access
import HTTPTypes
import Hummingbird
import Logging

/// Lets in who may, and notes every change that somebody made or was refused.
struct Gatekeeper: RouterMiddleware {
    private let access: AccessControl
    private let settings: HubServerSettings
    private let hosts: HostCheck
    private let credentials: Credentials
    private let endpoints: KnownEndpoints

    init(_ access: AccessControl, _ settings: HubServerSettings, _ endpoints: KnownEndpoints) {
        (self.access, self.settings, hosts) = (access, settings, HostCheck(settings))
        self.endpoints = endpoints
        credentials = Credentials(access, settings)
    }

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let isChange = ![.get, .head, .options].contains(request.method)
        let trail = AuditTrail(access, request, context)
        do {
            try await admit(request, &context, isChange: isChange)
            if isChange { ExpectedBody.invite(request, context) }
            let response = try await next(request, context)
            if isChange { await trail.note(who: context.who, response) }
            return response
        } catch var problem as Problem {
            problem.who = context.who
            if isChange || problem.isWrongToken { await trail.note(who: context.who, refused: problem) }
            if let page = LoginPage.redirect(request, problem) { return page }
            throw problem
        } catch {
            if isChange { await trail.note(who: context.who, failed: error) }
            throw error
        }
    }

    private func admit(_ request: Request, _ context: inout HubRequestContext, isChange: Bool) async throws {
        try hosts.check(request)
        // A method that the path does not have changes nothing, and is answered so whatever else is wrong with it.
        let isAnswered = !endpoints.lacks(request.method, at: context.endpointPath)
        if isAnswered, isChange || request.headers[.upgrade] != nil {
            try ForgeryCheck.check(request, isSecure: context.isSecure)
        }
        let need = EndpointPolicy.need(context.endpointPath, request.method, opensMetrics: settings.opensMetrics)
        guard case .role(let role) = need else { return }
        context.who = try await credentials.holder(of: request, context)
        try RoleRequirement.check(context.who, role)
    }
}
