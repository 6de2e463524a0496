import Access
import HTTPTypes
import Hummingbird
import Testing

@testable import HubServer

/// What goes wrong is a page for people, and a problem for programs.
@Suite(.serialized) struct PageProblemsTests {
    private static let browser: HTTPFields = [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"]

    @Test(arguments: [
        ("/nothing", HTTPRequest.Method.get, 404, "There is no page at /nothing."),
        ("/v1/nothing", .get, 404, "What the API has"), ("/jobs/7", .get, 404, "the ledger has no job 7"),
        ("/jobs/x", .get, 404, "All jobs"), ("/asset/NIX", .get, 404, "All assets"), ("/assets/nix.css", .get, 404, ""),
        ("/coverage?start=never", .get, 400, "The same page without a filter"),
        ("/coverage", .delete, 405, "/coverage takes GET"), ("/<script>", .get, 404, "/&lt;script&gt;"),
    ])
    func problem_inABrowser_isAPageWithWhatToDoNext(
        path: String, method: HTTPRequest.Method, status: Int, says: String
    ) async throws {
        let hub = try await GuardedHub()
        let page = try await hub.ask(method, path, Self.browser)
        #expect(page.status == status && page["Content-Type"] == "text/html; charset=utf-8", "\(path): \(page.status)")
        #expect(page.body.contains("<h1>") && page.body.contains("The overview") && page.body.contains(says))
        let problem = try await hub.ask(method, path, [.accept: "*/*"])
        #expect(problem.status == status && problem["Content-Type"] == "application/problem+json", "\(path)")
    }

    @Test func refusal_inABrowser_saysWhoMay() async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("viewer", .read)
        let page = try await hub.ask(.get, "/tokens", token: token, Self.browser)
        #expect(page.status == 403 && page.body.contains("needs admin") && page.body.contains("href=\"/login\""))
        // Whose page it is, where that is known.
        let unknown = try await hub.ask(.get, "/nothing", token: token, Self.browser)
        #expect(unknown.status == 404 && unknown.body.contains("viewer") && !unknown.body.contains("/audit"))
        let lost = try await hub.ask(.get, "/nothing", Self.browser)
        #expect(lost.status == 303 && lost["Location"] == "/login?next=%2Fnothing")
    }
}
