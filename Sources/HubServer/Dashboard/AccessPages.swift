import Access
import HTTPTypes
import Hummingbird

/// The pages for those who may do everything: tokens, and who did what.
enum AccessPages {
    static func add(to pages: RouterGroup<HubRequestContext>, _ dashboard: Dashboard) {
        let access = dashboard.services.access
        pages.get("/tokens") { request, context in
            let tokens = try await access.tokens()
            return try dashboard.response(
                "tokens", TokensPage(tokens: tokens, now: access.moment()).fields(), PageRequest(request, context),
                status: .ok)
        }
        pages.post("/tokens") { request, context in
            try await issue(request, PageRequest(request, context), dashboard)
        }
        pages.post("/tokens/{name}/revoke") { request, context in
            _ = try await request.body.collect(upTo: TokenForm.longest)
            let name = try context.parameters.require("name")
            guard try await access.revokeToken(name) else {
                throw Problem(.notFound, "No such token", "no token of this name is good; /tokens lists them")
            }
            return LoginPage.seeOther("/tokens")
        }
        pages.get("/audit") { request, context in
            let page = PageRequest(request, context)
            return try dashboard.response("audit", try await AuditPage(access, page).fields(), page, status: .ok)
        }
    }

    /// A new token, whose secret is on this one page and nowhere else; or the form again, and what is wrong with it.
    private static func issue(
        _ request: Request, _ page: PageRequest, _ dashboard: Dashboard
    ) async throws -> Response {
        let access = dashboard.services.access
        let form = try TokenForm(try await request.body.collect(upTo: TokenForm.longest))
        do {
            let wish = try form.wish()
            guard let issued = try await access.addToken(wish.name, role: wish.role, lifetime: wish.lifetime) else {
                throw Problem(
                    .conflict, "Name is taken", "name: a good token is called \(wish.name); give another name",
                    parameter: "name")
            }
            let tokens = TokensPage(tokens: try await access.tokens(), now: access.moment(), issued: issued)
            var response = try dashboard.response("tokens", tokens.fields(), page, status: .created)
            // What was made, for the audit log as well.
            response.headers[.location] = "/v1/tokens/\(wish.name)"
            return response
        } catch let problem as Problem {
            let tokens = TokensPage(
                tokens: try await access.tokens(), now: access.moment(), form: form, problem: problem)
            return try dashboard.response("tokens", tokens.fields(), page, status: problem.status)
        }
    }
}
