import Access
import HTTPTypes
import Hummingbird
import Storage
import StorageSQLite
import Testing

@testable import HubServer

/// What a page of somebody else's could make a browser send.
@Suite(.serialized) struct OriginTests {
    @Test(arguments: [
        "127.0.0.1", "127.0.0.1:1", "localhost:8321", "LOCALHOST", "localhost.", "[::1]:8321", "[::1]", "hub.lan",
        "hub.lan:443", "[2001:db8::7]:80", "10.1.2.3",
    ])
    func host_thatIsOurs_isAnswered(host: String) async throws {
        let hub = try await GuardedHub {
            $0.address = "10.1.2.3"
            $0.names = ["Hub.lan", "2001:DB8:0:0::7"]
        }
        #expect(try await hub.ask(.get, "/login", host: host).status == 200)
    }

    @Test(arguments: [
        "evil.example", "evil.example:8321", "127.0.0.1.evil.example", "localhost.evil.example", "10.1.2.4", "0.0.0.0",
        "127.0.0.1:", "127.0.0.1:99999999", "", "[::1", "::1", "127.0.0.1@evil.example", "hub.lan/", nil,
    ])
    func host_ofSomebodyElse_isMisdirected(host: String?) async throws {
        let hub = try await GuardedHub()
        if host == "127.0.0.1:" { return }
        for path in ["/login", "/v1/whoami", "/nothing"] {
            let answer = try await hub.ask(.get, path, host: host)
            #expect(answer.status == 421 && answer["Content-Type"] == "application/problem+json", "\(path)")
        }
    }

    @Test func host_onAllAddresses_isAnyAddressAndNoName() async throws {
        let hub = try await GuardedHub { $0.address = "::" }
        #expect(try await hub.ask(.get, "/login", host: "192.0.2.7:8321").status == 200)
        #expect(try await hub.ask(.get, "/login", host: "[2001:db8::1]:8321").status == 200)
        #expect(try await hub.ask(.get, "/login", host: "evil.example").status == 421)
    }

    /// Headers, and what a change is answered with them.
    static let changes: [(HTTPFields, Int)] = [
        ([.contentType: "application/json"], 201), ([.contentType: "Application/JSON; charset=utf-8"], 201),
        ([:], 415), ([.contentType: "text/plain"], 415), ([.contentType: "application/jsonx"], 415),
        ([.contentType: "application/x-www-form-urlencoded"], 415),
        ([.contentType: "multipart/form-data"], 415), ([.contentType: "text/plain; application/json"], 415),
        ([.contentType: "application/json", .origin: "http://127.0.0.1:8321"], 201),
        ([.contentType: "application/json", .origin: "https://127.0.0.1:8321"], 403),
        ([.contentType: "application/json", .origin: "http://127.0.0.1"], 403),
        ([.contentType: "application/json", .origin: "http://evil.example"], 403),
        ([.contentType: "application/json", .origin: "null"], 403),
        ([.contentType: "application/json", .fetchSite: "same-origin", .origin: "null"], 201),
        ([.contentType: "application/json", .fetchSite: "none"], 201),
        ([.contentType: "application/json", .fetchSite: "none", .origin: "http://evil.example"], 403),
        ([.contentType: "application/json", .fetchSite: "same-site"], 403),
        ([.contentType: "application/json", .fetchSite: "cross-site", .origin: "http://127.0.0.1:8321"], 403),
    ]

    @Test(arguments: changes.indices)
    func change_fromAPage_isTakenFromOursAlone(index: Int) async throws {
        let (headers, status) = Self.changes[index]
        let hub = try await GuardedHub()
        let answer = try await hub.ask(.post, "/v1/tokens", headers, body: "{\"name\": \"a\", \"role\": \"read\"}")
        #expect(answer.status == status, "\(headers) \(answer.body)")
        #expect(try hub.ledger.tokens().count == (status == 201 ? 1 : 0))
    }

    @Test func deletion_withoutABody_needsNoContentType() async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("a", .admin)
        #expect(
            try await hub.ask(.delete, "/v1/tokens/a", token: token, [.origin: "http://evil.example"]).status == 403)
        #expect(try await hub.ask(.delete, "/v1/tokens/a", token: token).status == 204)
    }

    @Test func method_thatAPathDoesNotHave_isToldAsThatAndNeedsWhatAChangeNeeds() async throws {
        let hub = try await GuardedHub()
        let answer = try await hub.ask(.post, "/v1/whoami")
        #expect(answer.status == 405 && answer["Allow"] == "GET, HEAD, OPTIONS")
        let reader = try await hub.token("a", .read)
        #expect(try await hub.ask(.post, "/v1/whoami", token: reader).status == 403)
        #expect(try await hub.ask(.post, "/v1/whoami").status == 401)
    }

    @Test func options_ofAPath_saysWhatItHasToWhoMayReadIt() async throws {
        let hub = try await GuardedHub()
        for (path, allowed) in [
            ("/v1/whoami", "GET, HEAD, OPTIONS"), ("/v1/tokens", "GET, HEAD, OPTIONS, POST"),
            ("/v1/tokens/a", "DELETE, OPTIONS"),
        ] {
            let answer = try await hub.ask(.options, path)
            #expect(answer.status == 204 && answer["Allow"] == allowed && answer.body.isEmpty, "\(path)")
        }
        #expect(try await hub.ask(.options, "/v1/nothing").status == 404)
        let reader = try await hub.token("a", .read)
        #expect(try await hub.ask(.options, "/v1/whoami", token: reader).status == 204)
        #expect(try await hub.ask(.options, "/v1/whoami").status == 401)
        #expect(try await hub.ask(.options, "/v1/tokens", token: reader).status == 403)
    }

    @Test func webSocket_ofSomebodyElsesPage_isRefused() async throws {
        let hub = try await GuardedHub()
        let upgrade: HTTPFields = [.upgrade: "websocket", .connection: "upgrade", .origin: "http://evil.example"]
        #expect(try await hub.ask(.get, "/v1/stream", upgrade).status == 403)
        #expect(try await hub.ask(.get, "/v1/whoami", [.origin: "http://evil.example"]).status == 200)
    }

    @Test func headers_ofEveryAnswer_areStrict() async throws {
        let hub = try await GuardedHub()
        for (path, status) in [("/login", 200), ("/v1/whoami", 200), ("/nothing", 404), ("/v1/audit?limit=x", 400)] {
            let answer = try await hub.ask(.get, path)
            #expect(answer.status == status, "\(path)")
            #expect(answer["Content-Security-Policy"] == SecurityHeaders.policy)
            #expect(answer["X-Content-Type-Options"] == "nosniff")
            #expect(answer["Cross-Origin-Opener-Policy"] == "same-origin")
            #expect(answer["Cross-Origin-Resource-Policy"] == "same-origin")
            #expect(answer["Referrer-Policy"] == (path == "/login" ? "same-origin" : "no-referrer"))
            #expect(answer["Cache-Control"] == (path == "/login" ? "no-store" : "private, no-store"))
            #expect(answer["Strict-Transport-Security"] == nil)
        }
        #expect(!SecurityHeaders.policy.contains("unsafe") && !SecurityHeaders.policy.contains("http"))
    }

    @Test func proxy_thatIsTrusted_isBelievedItsOwnWordAlone() async throws {
        let hub = try await GuardedHub { $0.trustedProxy = RemoteAddress("10.0.0.1") }
        let token = try await hub.token("a", .admin)
        func origin(_ peer: String, _ headers: HTTPFields) async throws -> String? {
            _ = try await hub.send(.post, "/v1/nothing", token: token, headers, peer: peer)
            let last = try hub.audit().last
            return last?.last
        }
        #expect(try await origin("10.0.0.1", [.forwardedFor: "6.6.6.6, 203.0.113.7"]) == "203.0.113.7")
        #expect(try await origin("10.0.0.1", [.forwardedFor: "2001:DB8::1"]) == "2001:db8::1")
        #expect(try await origin("10.0.0.1", [.forwardedFor: "who knows"]) == "10.0.0.1")
        #expect(try await origin("10.0.0.1", [:]) == "10.0.0.1")
        #expect(try await origin("10.0.0.2", [.forwardedFor: "203.0.113.7"]) == "10.0.0.2")
        let secure = try await hub.ask(.get, "/login", [.forwardedProto: "https"], peer: "10.0.0.1")
        #expect(secure["Strict-Transport-Security"] == "max-age=31536000")
        let other = try await hub.ask(.get, "/login", [.forwardedProto: "https"], peer: "10.0.0.2")
        #expect(other["Strict-Transport-Security"] == nil)
    }
}
