import Access
import Foundation
import HTTPTypes
import Hummingbird
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

@Suite(.serialized) struct TokenEndpointTests {
    private struct Issued: Decodable { var name, role, token: String, expires_at: String? }
    private struct List: Decodable {
        struct Entry: Decodable { var name, role, state, created_at: String, expires_at, revoked_at: String? }
        var tokens: [Entry]
    }
    private struct Page: Decodable {
        struct Entry: Decodable { var number: Int64, at, who, action, subject, outcome, origin: String }
        var entries: [Entry]
        var next: Int64?
    }

    private func decoded<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    @Test func token_madeListedAndRevoked_isShownOnce() async throws {
        let hub = try await GuardedHub()
        let made = try await hub.send(.post, "/v1/tokens", json: #"{"name":"ada","role":"admin","expires_days":2}"#)
        #expect(made.status == 201 && made["Location"] == "/v1/tokens/ada")
        let issued: Issued = try decoded(made.body)
        #expect(issued.name == "ada" && issued.role == "admin" && issued.expires_at == "2023-11-16T22:13:20Z")
        let token = issued.token

        #expect(
            try await hub.send(.post, "/v1/tokens", token: token, json: #"{"name":"ada","role":"read"}"#).status == 409)
        let listed = try await hub.ask(.get, "/v1/tokens", token: token)
        let list: List = try decoded(listed.body)
        #expect(
            list.tokens.map { [$0.name, $0.role, $0.state, $0.created_at] } == [
                ["ada", "admin", "good", "2023-11-14T22:13:20Z"]
            ])
        #expect(!listed.body.contains(token) && !listed.body.contains("sha256"))

        #expect(try await hub.ask(.delete, "/v1/tokens/bob", token: token).status == 404)
        #expect(try await hub.ask(.delete, "/v1/tokens/ada", token: token).status == 204)
        #expect(try await hub.ask(.get, "/v1/tokens", token: token).status == 401)
        #expect(
            try hub.audit().map { $0.prefix(4).joined(separator: " ") } == [
                "local token.add /v1/tokens/ada done", "ada token.add /v1/tokens refused: 409 Name is taken",
                "ada token.revoke /v1/tokens/bob refused: 404 No such token", "ada token.revoke /v1/tokens/ada done",
                "nobody GET /v1/tokens /v1/tokens refused: 401 Token not good",
            ])
    }

    @Test(arguments: ["bot@backup", "bot%40backup", "%62ot@backup"])
    func token_ofANameThatIsEscaped_isRevoked(written: String) async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("ada", .admin)
        let bot = try await hub.token("bot@backup", .read)
        #expect(try await hub.ask(.delete, "/v1/tokens/\(written)", token: token).status == 204)
        #expect(try await hub.ask(.get, "/v1/whoami", token: bot).status == 401)
    }

    @Test func page_ofAnAssetWhoseNameIsEscaped_isFound() async throws {
        let hub = try await GuardedHub()
        _ = try hub.ledger.addAssets([Asset(ticker: "NYSE:BRK.B")])
        let link = Link("/asset/", escaping: "NYSE:BRK.B").text
        #expect(link == "/asset/NYSE%3ABRK.B")
        #expect(try await hub.ask(.get, link).status == 200)
        #expect(try await hub.ask(.get, "/asset/NYSE%3ABRK.C").status == 404)
        #expect(try await hub.ask(.get, "/asset/NYSE%3").status == 404)
    }

    @Test(arguments: [
        (#"{"role":"read"}"#, "name"), (#"{"name":"a"}"#, "role"), (#"{"name":"a","role":"owner"}"#, "role"),
        (#"{"name":"a b","role":"read"}"#, "name"), (#"{"name":"local","role":"read"}"#, "name"),
        (#"{"name":7,"role":"read"}"#, "name"), (#"{"name":"a","role":"read","expires_days":0}"#, "expires_days"),
        (#"{"name":"a","role":"read","expires_days":3651}"#, "expires_days"),
        (#"{"name":"a","role":"read","expires_days":1.5}"#, "expires_days"),
        (#"{"name":"a","role":"read","expires_days":"9"}"#, "expires_days"),
        (#"{"name":"a","role":"read","expire_days":9}"#, "expire_days"), ("", nil), ("[]", nil), ("{\"name\"", nil),
    ])
    func wish_thatIsWrong_namesTheField(body: String, field: String?) async throws {
        let hub = try await GuardedHub()
        let answer = try await hub.send(.post, "/v1/tokens", json: body)
        struct Document: Decodable { var status: Int, detail: String, parameter: String? }
        let document: Document = try decoded(answer.body)
        #expect(answer.status == 400 && document.status == 400 && document.parameter == field, "\(answer.body)")
        #expect(try hub.ledger.tokens().isEmpty)
    }

    @Test func audit_inPages_givesEachEntryOnce() async throws {
        let hub = try await GuardedHub()
        for number in 0..<5 {
            try await hub.access.note(
                who: "a", action: "x", subject: "\(number)", outcome: "done", origin: "command line")
        }
        var (subjects, address): ([String], String?) = ([], "/v1/audit?limit=2")
        var pages = 0
        while let asked = address {
            let page: Page = try decoded(try await hub.ask(.get, asked).body)
            subjects += page.entries.map(\.subject)
            address = page.next.map { "/v1/audit?limit=2&before=\($0)" }
            pages += 1
        }
        #expect(subjects == ["4", "3", "2", "1", "0"] && pages == 3)
        let all: Page = try decoded(try await hub.ask(.get, "/v1/audit?limit=5").body)
        #expect(all.entries.count == 5 && all.next == nil && all.entries[0].at == "2023-11-14T22:13:20Z")
        for query in [
            "limit=0", "limit=1001", "limit=x", "limit=", "limit=-1", "before=0", "before=99999999999999999999",
        ] {
            let answer = try await hub.ask(.get, "/v1/audit?\(query)")
            #expect(
                answer.status == 400 && answer.body.contains("\"parameter\":\"\(query.prefix { $0 != "=" })\""),
                "\(query)")
        }
    }

}
