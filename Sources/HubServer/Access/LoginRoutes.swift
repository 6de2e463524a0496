import Access
import Foundation
import HTTPTypes
import Hummingbird

/// `/login` and `/logout`: a token becomes a session of a browser, and that ends.
enum LoginRoutes {
    static func add(to router: Router<HubRequestContext>, _ access: AccessControl, _ credentials: Credentials) {
        router.get("login") { request, _ in
            LoginPage.response(next: LoginPage.next(request.uri.queryParameters["next"].map(String.init)))
        }
        router.post("login") { request, context in try await logIn(request, context, access, credentials) }
        router.post("logout") { request, context in
            if let session = SessionCookie.read(request, isSecure: context.isSecure) { access.sessions.end(session) }
            var response = LoginPage.seeOther("/login")
            response.setCookie(SessionCookie.clear(isSecure: context.isSecure))
            return response
        }
    }

    private static func logIn(
        _ request: Request, _ context: HubRequestContext, _ access: AccessControl, _ credentials: Credentials
    ) async throws -> Response {
        let isForm = request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        let fields = try LoginFields(try await request.body.collect(upTo: 16_384), isForm: isForm)
        let next = LoginPage.next(fields.next)
        do {
            let who = try await credentials.holder(ofToken: fields.token, context)
            guard let (session, _) = try await access.logIn(fields.token) else {
                throw Problem.wrongToken("the token is good no more; ask for a new one")
            }
            await AuditTrail(access, request, context).noteLogin(who)
            var response =
                isForm
                ? LoginPage.seeOther(next)
                : try JSONResponse.response(LoggedIn(name: who.name, role: who.role.rawValue))
            response.setCookie(SessionCookie.make(session, isSecure: context.isSecure))
            return response
        } catch let problem as Problem where isForm {
            return LoginPage.response(next: next, problem: problem)
        }
    }

    private struct LoggedIn: Encodable {
        var name: String
        var role: String
    }
}
