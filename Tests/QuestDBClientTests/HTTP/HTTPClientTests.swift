@testable import QuestDBClient
import Testing

@Suite struct HTTPClientTests {
    @Test func get_twice_usesTheConnectionAgain() throws {
        let server = ScriptedServer(.reply(200, "hello"))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        for _ in 0..<3 {
            #expect(try String(decoding: client.get(HTTPRequest(path: "/x")).body, as: UTF8.self) == "hello")
        }
        #expect(Set(server.requests.map(\.connection)) == [0])
    }

    @Test func query_ofAnyText_arrivesEncoded() throws {
        let server = ScriptedServer(.reply(200, ""))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        _ = try client.get(HTTPRequest(path: "/exec", query: [("query", "a b&c=d+e%/é'\n"), ("x", "1")]))
        #expect(server.requests[0].line == "GET /exec?query=a%20b%26c%3Dd%2Be%25%2F%C3%A9%27%0A&x=1")
    }

    @Test(
        arguments: [
            (QuestDBCredential.none, nil),
            (.basic(user: "admin", password: "quest"), "authorization: basic ywrtaw46cxvlc3q="),
            (.token("abc"), "authorization: bearer abc"),
        ] as [(QuestDBCredential, String?)])
    func credential_ofAnyKind_isSentAtOnce(credential: QuestDBCredential, header: String?) throws {
        let server = ScriptedServer(.reply(200, ""))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address, credential: credential))
        _ = try client.get(HTTPRequest(path: "/"))
        #expect(server.requests[0].headers.first { $0.hasPrefix("authorization") } == header)
    }

    @Test(arguments: [0, 1, 5000, 3_000_000])
    func post_ofAnySize_arrivesWholeWithoutExpect(size: Int) throws {
        let server = ScriptedServer(.reply(204, ""))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        // UInt8 has no padding to leak.
        let reply = try unsafe client.post(HTTPRequest(path: "/write"), body: body.span.bytes)
        #expect(reply.status == 204)
        #expect(server.requests[0].body == body)
        #expect(!server.requests[0].headers.contains { $0.hasPrefix("expect") })
    }

    @Test func redirect_isNotFollowed() throws {
        let server = ScriptedServer(.bytes("HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        #expect(try client.get(HTTPRequest(path: "/")).reply.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func errorBody_withoutEnd_isKeptToALimit() throws {
        let server = ScriptedServer(.reply(500, String(repeating: "x", count: 1_000_000)))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        #expect(try client.get(HTTPRequest(path: "/")).reply.errorBody.count == ReplySink.errorLimit)
    }

    @Test func body_beyondTheLimit_isRefused() throws {
        let server = ScriptedServer(.reply(200, String(repeating: "x", count: 100_000)))
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        let error = #expect(throws: QuestDBError.self) { try client.get(HTTPRequest(path: "/"), limit: 1000) }
        #expect(error?.code == .badReply)
    }

    @Test(arguments: [
        (ScriptedServer.Answer.close, QuestDBError.Code.interrupted),
        (.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"), .interrupted),
        (.bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"), .interrupted),
        // Breaks off within the head: this is no reply with an empty body.
        (.bytes("HTTP/1.1 200 OK\r\n"), .interrupted), (.bytes("HTTP/1.1 200 OK\r\nContent-Ty"), .interrupted),
        (.bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nServer: x\r\n"), .interrupted),
        (.silence, .timedOut),
    ])
    func reply_thatIsNotWhole_isAnError(answer: ScriptedServer.Answer, code: QuestDBError.Code) throws {
        let server = ScriptedServer(answer)
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        var request = HTTPRequest(path: "/")
        if case .silence = answer { request.timeout = .milliseconds(50) }
        let error = #expect(throws: QuestDBError.self) { try client.get(request) }
        #expect(error?.code == code)
    }

    @Test func connection_toNobody_isUnreachable() throws {
        let server = ScriptedServer(.close)
        let address = server.address
        server.stop()
        // The port may still take one connection before the listener is gone: it is closed then.
        let client = try HTTPClient(QuestDBEndpoint(address, credential: .basic(user: "u", password: "s3cret")))
        let error = #expect(throws: QuestDBError.self) { try client.get(HTTPRequest(path: "/")) }
        #expect(error?.code == .unreachable || error?.code == .interrupted)
        #expect(error.map { !"\($0)".contains("s3cret") } ?? false)
    }

    @Test(arguments: [
        (Duration.zero, 1), (.milliseconds(1), 1), (.microseconds(1500), 2), (.seconds(2), 2000),
        (.seconds(Int64.max), Int(Int32.max)),
    ])
    func duration_inMilliseconds_isRoundedUpAndNeverNone(duration: Duration, milliseconds: Int) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
