import Access
import HTTPTypes
import Hummingbird
import MarketData
import Storage
import StorageSQLite
import Testing

@testable import HubServer

/// Each endpoint against tokens of each role. An endpoint that nobody has thought of here needs a token, and more than
/// reading where it changes something: otherwise these tests fail.
@Suite(.serialized) struct RoleTests {
    /// What needs no token.
    static let open = ["GET /healthz", "GET /readyz", "GET /login", "POST /login", "GET /assets/{name}"]
    /// What only who may do everything may do.
    static let admin = [
        "GET /v1/tokens", "POST /v1/tokens", "DELETE /v1/tokens/{name}", "GET /v1/audit",
        "POST /v1/adapters/{id}/release", "GET /tokens", "POST /tokens", "POST /tokens/{name}/revoke", "GET /audit",
    ]
    /// What changes nothing of the hub, and is for everybody with a token.
    static let own = ["POST /logout"]

    static func need(_ route: String) -> Role? {
        if open.contains(route) { return nil }
        if admin.contains(route) { return .admin }
        return route.hasPrefix("GET ") || route.hasPrefix("HEAD ") || own.contains(route) ? .read : .operate
    }

    /// An address of the endpoint: words of a path that stand for anything are given something.
    static func address(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") || $0.hasPrefix(":") || $0.hasPrefix("*") ? "999" : String($0) }.joined(
                separator: "/")
    }

    @Test func everyEndpoint_ofEachRole_letsInWhoMayAndNobodyElse() async throws {
        let hub = try await GuardedHub()
        var tokens: [Role: String] = [:]
        for role in Role.allCases { tokens[role] = try await hub.token("\(role)", role) }
        let routes = hub.routes
        #expect(routes.count >= 8)
        for route in routes {
            let (name, address) = ("\(route)", Self.address(route.path))
            let need = Self.need(name)
            let without = try await hub.send(route.method, address)
            #expect((without.status == 401) == (need != nil), "\(name) without a token: \(without.status)")
            guard let need else { continue }
            for role in Role.allCases where name != "DELETE /v1/tokens/{name}" || role < .admin {
                let answer = try await hub.send(route.method, address, token: tokens[role])
                let isRefused = answer.status == 401 || answer.status == 403
                #expect(isRefused == (role < need), "\(name) as \(role): \(answer.status)")
                if isRefused { #expect(answer.status == 403 && answer.body.contains(need.rawValue)) }
            }
        }
    }

    @Test func everyEndpoint_withATokenThatIsNotGood_refusesIt() async throws {
        let hub = try await GuardedHub()
        let (expired, revoked) = (try await hub.token("old", .admin, days: 1), try await hub.token("gone", .admin))
        #expect(try await hub.access.revokeToken("gone"))
        hub.clock.advance(86_400)
        let bad = [
            expired: "the token old has run out", revoked: "the token gone was revoked",
            TokenSecretSample.unknown: "nobody has this token", "": "must be: Bearer TOKEN",
        ]
        for route in hub.routes where Self.need("\(route)") != nil {
            for (token, says) in bad {
                // Each from somewhere else, as one address is not listened to after some.
                let answer = try await hub.send(
                    route.method, Self.address(route.path), token: token,
                    peer: "10.\(Int.random(in: 0...255)).\(Int.random(in: 0...255)).\(Int.random(in: 1...254))")
                #expect(answer.status == 401 && answer.body.contains(says), "\(route): \(answer.status) \(answer.body)")
                #expect(answer["WWW-Authenticate"] == "Bearer error=\"invalid_token\"")
                #expect(answer["Content-Type"] == "application/problem+json")
                #expect(token.isEmpty || !answer.body.contains(token))
            }
        }
    }

    @Test(arguments: ["/nothing", "/v1/nothing", "/v1/jobs/1/nothing", "//v1/tokens", "/v1/tokens/", "/V1/tokens"])
    func whatIsNotThere_withoutAToken_isNotToldApart(path: String) async throws {
        let hub = try await GuardedHub()
        _ = try await hub.token("a", .read)
        #expect(try await hub.ask(.get, path).status == 401)
        #expect(try await hub.send(.post, path).status == 401)
    }

    @Test func nobody_onThisMachine_isAdminUntilThereIsAToken() async throws {
        let hub = try await GuardedHub()
        let before = try await hub.ask(.get, "/v1/whoami")
        #expect(before.status == 200 && before.body == #"{"name":"local","role":"admin"}"#)
        let token = try await hub.token("a", .read)
        #expect(try await hub.ask(.get, "/v1/whoami").status == 401)
        #expect(try await hub.ask(.get, "/v1/whoami", token: token).body == #"{"name":"a","role":"read"}"#)
        // Also when it is good no more.
        #expect(try await hub.access.revokeToken("a"))
        #expect(try await hub.ask(.get, "/v1/whoami").status == 401)
    }

    @Test(arguments: ["10.0.0.1", "2001:db8::1", "unknown"])
    func nobody_fromElsewhere_isNeverLocal(peer: String) async throws {
        let hub = try await GuardedHub()
        #expect(try await hub.ask(.get, "/v1/whoami", peer: peer).status == 401)
    }

    @Test(arguments: ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host"])
    func nobody_throughAProxyThatWeAreNotToldOf_isNeverLocal(header: String) async throws {
        let hub = try await GuardedHub()
        let name = try #require(HTTPField.Name(header))
        #expect(try await hub.ask(.get, "/v1/whoami", [name: "127.0.0.1"]).status == 401)
    }

    @Test func nobody_onAHubThatOthersReach_isNeverLocal() async throws {
        for address in ["0.0.0.0", "192.0.2.1", "::"] {
            let hub = try await GuardedHub { $0.address = address }
            #expect(try await hub.ask(.get, "/v1/whoami").status == 401, "\(address)")
        }
        let proxied = try await GuardedHub { $0.trustedProxy = RemoteAddress("127.0.0.1") }
        #expect(try await proxied.ask(.get, "/v1/whoami").status == 401)
    }

    @Test func metrics_areOpenWhereThatIsWanted() throws {
        #expect(EndpointPolicy.need("/metrics", .get, opensMetrics: false) == .role(.read))
        #expect(EndpointPolicy.need("/metrics", .get, opensMetrics: true) == .nothing)
        #expect(EndpointPolicy.need("/metrics", .post, opensMetrics: true) == .role(.operate))
        #expect(EndpointPolicy.need("/healthz/more", .get, opensMetrics: true) == .role(.read))
        #expect(EndpointPolicy.need("/assets/{name}", .delete, opensMetrics: true) == .role(.operate))
        #expect(EndpointPolicy.need("/v1/tokensomething", .get, opensMetrics: true) == .role(.read))
    }

    @Test func wrongTokens_fromOneAddress_areNotListenedToForAWhile() async throws {
        let hub = try await GuardedHub()
        let token = try await hub.token("a", .read)
        for _ in 0..<FailureLimiter.most {
            #expect(
                try await hub.ask(.get, "/v1/whoami", token: TokenSecretSample.unknown, peer: "10.0.0.1").status == 401)
        }
        // Nor is a good one that never came from there: how else would guessing be stopped.
        for sent in [TokenSecretSample.unknown, token] {
            let answer = try await hub.ask(.get, "/v1/whoami", token: sent, peer: "10.0.0.1")
            #expect(answer.status == 429 && answer["Retry-After"] == "60")
        }
        #expect(try await hub.ask(.get, "/v1/whoami", token: token, peer: "10.0.0.2").status == 200)
        // Who works with a token goes on, whatever another program at the same address sends.
        for _ in 0..<(FailureLimiter.most + 5) {
            _ = try await hub.ask(.get, "/v1/whoami", token: TokenSecretSample.unknown, peer: "10.0.0.2")
        }
        #expect(try await hub.ask(.get, "/v1/whoami", token: token, peer: "10.0.0.2").status == 200)
        let login = try await hub.send(.post, "/login", json: "{\"token\": \"\(token)\"}", peer: "10.0.0.1")
        #expect(login.status == 429)
        hub.clock.advance(60)
        #expect(try await hub.ask(.get, "/v1/whoami", token: token, peer: "10.0.0.1").status == 200)
        // The log of what was refused has an end.
        let noted = try hub.audit().count { $0[3].hasPrefix("refused") }
        #expect((FailureLimiter.most...30).contains(noted), "\(noted)")
    }
}

enum TokenSecretSample {
    static let unknown = "cw_" + String(repeating: "a", count: 43)
}
