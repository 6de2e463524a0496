import HTTPTypes
import Hummingbird

/// What every answer tells a browser: it loads nothing from elsewhere, runs nothing that is written inline, is in nobody's
/// frame, and keeps nothing that needed a token. Also finds out from where a request comes, for all that follows.
struct SecurityHeaders: RouterMiddleware {
    let settings: HubServerSettings

    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """

    func handle(
        _ request: Request, context: HubRequestContext,
        next: (Request, HubRequestContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let origin = RequestOrigin(request, peer: context.origin, settings)
        (context.origin, context.isSecure) = (origin.address, origin.isSecure)
        var response = try await next(request, context)
        add(to: &response.headers, context)
        return response
    }

    private func add(to headers: inout HTTPFields, _ context: HubRequestContext) {
        headers[.contentSecurityPolicy] = Self.policy
        headers[.xContentTypeOptions] = "nosniff"
        headers[.openerPolicy] = "same-origin"
        headers[.resourcePolicy] = "same-origin"
        // A page with a form needs the browser to say to ourselves where it is sent from, and says so itself.
        if headers[.referrerPolicy] == nil { headers[.referrerPolicy] = "no-referrer" }
        if context.isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        let need = EndpointPolicy.need(context.endpointPath, .get, opensMetrics: settings.opensMetrics)
        if need == .nothing { return }
        guard let said = headers[.cacheControl] else { return headers[.cacheControl] = "private, no-store" }
        if !said.contains("private"), !said.contains("no-store") { headers[.cacheControl] = "private, \(said)" }
    }
}

extension HTTPField.Name {
    // All of these are names that HTTP allows.
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
}
