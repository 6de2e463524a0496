import Access
import HTTPTypes
import Hummingbird
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

/// The forms of the pages: what they do without a script, and that no other page can send them.
@Suite(.serialized) struct FormTests {
    private static let type = "application/x-www-form-urlencoded"
    private static let own: HTTPFields = [
        .contentType: type, .accept: "text/html", .origin: "http://127.0.0.1:8321", .fetchSite: "same-origin",
    ]

    @Test(
        arguments: [
            [.contentType: type], [.contentType: type, .origin: "http://evil.example"],
            [.contentType: type, .origin: "null"],
            [.contentType: type, .fetchSite: "cross-site", .origin: "http://127.0.0.1:8321"],
            [.contentType: type, .fetchSite: "none"],
        ] as [HTTPFields])
    func form_thatNoPageOfOursSent_isRefused(headers: HTTPFields) async throws {
        let hub = try await GuardedHub()
        for path in ["/tokens", "/tokens/a/revoke", "/jobs/1/cancel"] {
            #expect(try await hub.ask(.post, path, headers, body: "name=a&role=admin").status == 403, "\(path)")
        }
        #expect(try await hub.access.tokens().isEmpty)
    }

    @Test(arguments: ["/v1/jobs", "/v1/tokens", "/v1/jobs/1/retry"])
    func form_toTheAPI_isRefused(path: String) async throws {
        let hub = try await GuardedHub()
        #expect(try await hub.ask(.post, path, Self.own, body: "name=a&role=admin").status == 415)
    }

    @Test func token_byItsForm_isShownOnceAndRevoked() async throws {
        let hub = try await GuardedHub()
        let first = try await hub.ask(.get, "/tokens")
        #expect(first.status == 200 && first.body.contains("There is no token yet"))
        let made = try await hub.ask(.post, "/tokens", Self.own, body: "name=+ada&role=admin&expires_days=")
        #expect(made.status == 201 && made["Cache-Control"]?.contains("no-store") == true)
        let start = try #require(made.body.firstRange(of: "value=\"cw_"))
        let secret = String(made.body[start.lowerBound...].dropFirst(7).prefix { $0 != "\"" })
        #expect(made.body.contains("From now on everybody needs a token"))

        let wrong = try await hub.ask(.post, "/tokens", token: secret, Self.own, body: "name=ada&role=read")
        #expect(wrong.status == 409 && wrong.body.contains("a good token is called ada"))
        for (body, says) in [
            ("name=%3Cb%3E&role=read", "letters, digits"), ("name=bob&role=owner", "read, operate or admin"),
            ("name=bob&role=read&expires_days=soon", "whole number"),
            ("name=bob&role=read&expires_days=0", "1 to 3650"),
        ] {
            let page = try await hub.ask(.post, "/tokens", token: secret, Self.own, body: body)
            #expect(page.status == 400 && page.body.contains(says) && !page.body.contains("<b>\""), "\(body)")
        }
        #expect(try await hub.ask(.post, "/tokens", token: secret, Self.own, body: "name=bob&role=read").status == 201)
        let list = try await hub.ask(.get, "/tokens", token: secret)
        #expect(list.body.contains("bob") && !list.body.contains("cw_"))

        let gone = try await hub.ask(.post, "/tokens/bob/revoke", token: secret, Self.own)
        #expect(gone.status == 303 && gone["Location"] == "/tokens")
        #expect(try await hub.ask(.post, "/tokens/bob/revoke", token: secret, Self.own).status == 404)
        let log = try await hub.ask(.get, "/audit?who=ada&action=token.revoke&outcome=done", token: secret)
        #expect(log.body.contains("/tokens/bob/revoke") && !log.body.contains("token.add</td>"))
        #expect(try hub.audit().last?.prefix(2) == ["ada", "token.revoke"])
    }

    @Test func audit_ofMany_isPagedAndFiltered() async throws {
        let hub = try await GuardedHub()
        for number in 1...250 {
            try hub.ledger.recordAudit(
                AuditEntry(
                    who: number % 50 == 0 ? "rare" : "often", action: "job.start", subject: "job \(number)",
                    outcome: number % 100 == 0 ? "refused: 409" : "done", origin: "test", at: hub.clock.now))
        }
        func entries(_ path: String) async throws -> (numbers: [Int], older: String?) {
            let page = try await hub.ask(.get, path).body
            let numbers = page.split(separator: ">job ").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
            let older = page.firstRange(of: "rel=\"next\"").map { page[..<$0.lowerBound] }
            let link = older?.split(separator: "href=\"").last.map { String($0.prefix { $0 != "\"" }) }
            return (numbers, link?.replacing("&amp;", with: "&"))
        }
        var (seen, next): ([Int], String?) = ([], "/audit")
        while let path = next {
            let page = try await entries(path)
            seen += page.numbers
            next = page.older
        }
        #expect(seen == Array((1...250).reversed()))
        #expect(try await entries("/audit?who=rare").numbers == [250, 200, 150, 100, 50])
        #expect(try await entries("/audit?outcome=refused").numbers == [200, 100])
        #expect(try await hub.ask(.get, "/audit?who=nobody-at-all").body.contains("Nothing passes the filter"))
        #expect(try await hub.ask(.get, "/audit?action=nonsense").status == 400)
    }

    @Test func jobForm_ofAJobThatCannot_saysWhyAndLeadsBack() async throws {
        let hub = try await GuardedHub()
        let job = try hub.ledger.startJob(
            JobStart(
                command: "load", subject: "BTC", items: 1, startedAt: hub.clock.now, store: .random(),
                storeLocation: "sqlite:x", spec: JobStart.spec(again: ["load", "--ticker=BTC", "--source=kraken-rest"]))
        )
        var progress = JobProgress(at: hub.clock.now)
        progress.itemsDone = 1
        try hub.ledger.finishJob(job, state: .failed, message: "no network", progress: progress)
        let page = try await hub.ask(.get, "/jobs/\(job)")
        #expect(page.body.contains("action=\"/jobs/\(job)/retry\"") && page.body.contains(">Retry</button>"))
        #expect(page.body.contains("candlewick load --ticker=BTC --source=kraken-rest"))
        // A job with one item that failed is no job that is done.
        #expect(!page.body.contains("value=\"1\" aria-label=\"Items"))
        let answer = try await hub.ask(.post, "/jobs/\(job)/retry", Self.own)
        #expect(answer.status == 409 && answer.body.contains("Back to the job"), "\(answer.status)")
        #expect(try await hub.ask(.post, "/jobs/99/retry", Self.own).status == 404)
        #expect(try hub.audit().map { $0[1] } == ["job.retry", "job.retry"])
    }
}
