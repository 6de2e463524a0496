import Access
import HTTPTypes
import Hummingbird
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct LoginTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

    @Test func login_withAForm_setsACookieThatOpensThePagesAndLogoutTakesItBack() async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("ada", .operate)
        let login = try await hub.ask(
            .post, "/login", Self.form, body: "token=%20\(token)%0A&next=%2Fcoverage%3Fa%3D1")
        #expect(login.status == 303 && login["Location"] == "/coverage?a=1")
        let cookie = try #require(login.cookie)
        #expect(cookie.hasPrefix("candlewick=") && !cookie.contains(token))
        let attributes = try #require(login["Set-Cookie"])
        for word in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] { #expect(attributes.contains(word)) }
        #expect(!attributes.contains("Secure"))

        #expect(try await hub.ask(.get, "/v1/whoami", [.cookie: cookie]).body.contains("\"ada\""))
        #expect(try await hub.send(.post, "/v1/tokens", [.cookie: cookie], json: "{}").status == 403)
        let logout = try await hub.ask(
            .post, "/logout", [.cookie: cookie, .contentType: Self.form[.contentType] ?? ""])
        #expect(logout.status == 303 && logout["Location"] == "/login")
        #expect(logout["Set-Cookie"]?.contains("Max-Age=0") == true)
        #expect(try await hub.ask(.get, "/v1/whoami", [.cookie: cookie]).status == 401)
        #expect(
            try hub.audit() == [
                ["ada", "login", "/login", "done", "127.0.0.1"],
                ["ada", "token.add", "/v1/tokens", "refused: 403 Not allowed", "127.0.0.1"],
                ["ada", "logout", "/logout", "done", "127.0.0.1"],
            ])
    }

    @Test func login_overTLS_setsACookieThatIsSentNowhereElse() async throws {
        let hub = try await GuardedHub { $0.trustedProxy = RemoteAddress("127.0.0.1") }
        let token = try await hub.token("ada", .read)
        let proxied: HTTPFields = [.forwardedFor: "10.9.8.7", .forwardedProto: "https"]
        let login = try await hub.send(.post, "/login", proxied, json: "{\"token\": \"\(token)\"}")
        #expect(login.status == 200 && login.body == #"{"name":"ada","role":"read"}"#)
        let cookie = try #require(login.cookie)
        #expect(cookie.hasPrefix("__Host-candlewick=") && login["Set-Cookie"]?.contains("Secure") == true)
        var fields = proxied
        fields[.cookie] = cookie
        #expect(try await hub.ask(.get, "/v1/whoami", fields).status == 200)
        // One that came without TLS was not set by us.
        #expect(try await hub.ask(.get, "/v1/whoami", [.cookie: cookie]).status == 401)
        #expect(try hub.audit().first?.last == "10.9.8.7")
    }

    @Test func login_withATokenThatIsNotGood_showsTheFormWithWhatIsWrong() async throws {
        let hub = try await GuardedHub()
        _ = try await hub.token("ada", .read)
        let page = try await hub.ask(
            .post, "/login", Self.form, body: "token=\(TokenSecretSample.unknown)&next=/%22%3E%3Cscript%3E")
        #expect(page.status == 401 && page["Content-Type"] == "text/html; charset=utf-8" && page.cookie == nil)
        #expect(page.body.contains("nobody has this token") && !page.body.contains("\"><script>"))
        #expect(!page.body.contains(TokenSecretSample.unknown))
        for body in ["", "next=/", "token"] {
            #expect(try await hub.ask(.post, "/login", Self.form, body: body).status == 400)
        }
        for json in ["", "[]", "{\"token\": 7}"] {
            #expect(try await hub.send(.post, "/login", json: json).status == 400)
        }
        #expect(
            try await hub.ask(.post, "/login", Self.form, body: String(repeating: "a", count: 20_000)).status == 413)
        #expect(
            try hub.audit().first.map { [$0[0], $0[1], $0[3]] } == ["nobody", "login", "refused: 401 Unauthorized"])
    }

    @Test(arguments: [
        ("/coverage?asset=BTC&x=%2F", "/coverage?asset=BTC&x=%2F"), ("/", "/"), ("//evil.example", "/"),
        ("/\\evil.example", "/"), ("https://evil.example", "/"), ("", "/"), ("/\t/evil.example", "/"), ("/ü", "/"),
        ("/" + String(repeating: "a", count: 2000), "/"),
    ])
    func next_thatIsNotOurs_isTheFirstPage(text: String, next: String) { #expect(LoginPage.next(text) == next) }

    @Test func page_withoutASession_sendsABrowserToTheForm() async throws {
        let hub = try await GuardedHub()
        _ = try await hub.token("ada", .read)
        let html: HTTPFields = [.accept: "text/html,*/*;q=0.8"]
        let away = try await hub.ask(.get, "/v1/whoami?a=b", html)
        #expect(away.status == 303 && away["Location"] == "/login?next=%2Fv1%2Fwhoami%3Fa%3Db")
        #expect(try await hub.ask(.get, "/nothing", html)["Location"] == "/login?next=%2Fnothing")
        let form = try await hub.ask(.get, "/login?next=%2Fv1%2Fwhoami%3Fa%3Db", html)
        #expect(form.status == 200 && form.body.contains("value=\"/v1/whoami?a=b\""))
        #expect(form.body.contains("method=\"post\" action=\"/login\"") && !form.body.contains("<script"))
        #expect(form["Referrer-Policy"] == "same-origin")
        // Whoever sends a token is no browser that could be helped so.
        #expect(try await hub.ask(.get, "/v1/whoami", token: TokenSecretSample.unknown, html).status == 401)
    }

    @Test func token_inTheAddress_isNotLookedAt() async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("ada", .read)
        for name in ["token", "access_token", "authorization"] {
            #expect(try await hub.ask(.get, "/v1/whoami?\(name)=\(token)").status == 401)
        }
    }
}
