import Glibc
import Synchronization
import Testing

@testable import Transport

/// The client against a real server that does what it should not.
@Suite(.serialized) struct HTTPClientTests {
    private static func get(
        _ server: LoopbackServer, _ path: String = "/",
        client: HTTPClient = HTTPClient(HTTPClientSettings(proxy: .none)),
        change: (inout HTTPCall) -> Void = { _ in }
    ) async throws -> HTTPAnswer {
        var call = HTTPCall(address: try SourceAddress(server.address + path))
        call.contentType = "application/json"
        change(&call)
        return try await client.send(call)
    }

    /// What the failure is, nil when there is none.
    private static func failure(
        _ answer: LoopbackServer.Answer, change: (inout HTTPCall) -> Void = { _ in }
    ) async throws -> HTTPFailure? {
        let server = LoopbackServer(answer)
        defer { server.stop() }
        do {
            _ = try await get(server, change: change)
            return nil
        } catch let failure as HTTPFailure { return failure }
    }

    @Test func reply_comesWhole() async throws {
        let server = LoopbackServer(.reply(404, #"{"error":"no"}"#, headers: ["X-Some:  thing ", "x-some: other"]))
        let answer = try await Self.get(server, "/a?b=c")
        #expect(answer.status == 404 && String(decoding: answer.body, as: UTF8.self) == #"{"error":"no"}"#)
        #expect(answer.headers.prefix(2) == [SourceHeader("X-Some", "thing"), SourceHeader("x-some", "other")])
        let request = try #require(server.requests.first)
        #expect(request.method == "GET" && request.target == "/a?b=c")
        #expect(request.header("User-Agent")?.hasPrefix("candlewick/") == true)
        #expect(request.header("Accept-Encoding")?.contains("gzip") == true)
    }

    @Test func post_sendsTheBody_atOnce() async throws {
        let server = LoopbackServer(.reply(200, "{}"))
        let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        _ = try await Self.get(server) { ($0.method, $0.body) = ("POST", body) }
        #expect(server.requests.first?.body == body && server.requests.first?.header("Expect") == nil)
    }

    @Test func requests_oneAfterTheOther_useOneConnection() async throws {
        let server = LoopbackServer(.reply(200, "{}"))
        let client = HTTPClient(HTTPClientSettings(proxy: .none))
        for _ in 0..<20 { _ = try await Self.get(server, client: client) }
        // One, unless this test had to wait so long for its turn that libcurl gave an idle one up.
        #expect(server.requests.count == 20 && Set(server.requests.map(\.connection)).count < 10)
    }

    @Test func requests_atOnce_allComeBack() async throws {
        let server = LoopbackServer { _, request in .reply(200, request.target) }
        let client = HTTPClient(HTTPClientSettings(proxy: .none))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    let answer = try await Self.get(server, "/\(index)", client: client)
                    return String(decoding: answer.body, as: UTF8.self) == "/\(index)"
                }
            }
            for try await isOwn in group { #expect(isOwn) }
        }
    }

    @Test func gzip_isUnpacked() async throws {
        let folder = try TestFolder()
        let text = String(repeating: #"{"a":1}"#, count: 5000)
        let packed = try Programs.filter("/usr/bin/gzip", ["-c"], Array(text.utf8), in: folder)
        let server = LoopbackServer(
            .bytes(packed, headers: ["Content-Encoding: gzip", "Content-Type: application/json"]))
        #expect(String(decoding: try await Self.get(server).body, as: UTF8.self) == text)
    }

    @Test func gzipBomb_isStoppedAtTheLimit() async throws {
        let folder = try TestFolder()
        let packed = try Programs.filter("/usr/bin/gzip", ["-c"], [UInt8](repeating: 0, count: 64 << 20), in: folder)
        #expect(packed.count < 100_000)
        let failure = try await Self.failure(
            .bytes(packed, headers: ["Content-Encoding: gzip", "Content-Type: application/json"])
        ) { $0.largestReply = 1 << 20 }
        #expect(failure?.kind == .tooLarge)
    }

    @Test func gzip_thatIsNone_isBroken() async throws {
        let failure = try await Self.failure(
            .bytes(Array("no gzip".utf8), headers: ["Content-Encoding: gzip", "Content-Type: application/json"]))
        #expect(failure?.kind == .broken)
    }

    @Test func endlessBody_isStoppedAtTheLimit() async throws {
        let server = LoopbackServer(.endless)
        defer { server.stop() }
        let failure = await #expect(throws: HTTPFailure.self) {
            try await Self.get(server) { $0.largestReply = 3_000_000 }
        }
        #expect(failure?.kind == .tooLarge)
        // What was sent beyond the limit lay in the sockets' buffers.
        #expect(server.sent < 3_000_000 + (16 << 20))
    }

    @Test func saidLength_beyondTheLimit_isRefusedBeforeTheBody() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2147483648\r\n\r\n"
        let failure = try await Self.failure(.raw(head + "{")) { $0.largestReply = 1 << 20 }
        #expect(failure == HTTPFailure(kind: .tooLarge, text: "it says 2147483648 bytes"))
    }

    @Test func body_ofExactlyTheLimit_comes() async throws {
        let server = LoopbackServer(.reply(200, String(repeating: "x", count: 100_000)))
        #expect(try await Self.get(server) { $0.largestReply = 100_000 }.body.count == 100_000)
        await #expect(throws: HTTPFailure.self) { try await Self.get(server) { $0.largestReply = 99_999 } }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", "HTTP/1.1 200", "", "no HTTP at all\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: \(String(repeating: "y", count: 400_000))\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\(String(repeating: "X: y\r\n", count: 60_000))\r\n",
    ])
    func reply_cutOrWrong_isBroken(text: String) async throws {
        #expect(try await Self.failure(.raw(text))?.kind == .broken)
    }

    @Test func provisionalHeads_areNotTheReply() async throws {
        let server = LoopbackServer(
            .raw(
                "HTTP/1.1 103 Early Hints\r\nContent-Type: text/html\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
        let answer = try await Self.get(server)
        #expect(answer.status == 200 && answer.body == Array("{}".utf8) && answer.headers.count == 2)
    }

    @Test(arguments: ["text/html; charset=utf-8", nil])
    func wrongContentType_ofA2xx_isRefused(type: String?) async throws {
        let failure = try await Self.failure(.reply(200, "<html>", type: type))
        #expect(failure?.kind == .wrongContentType(type == nil ? "" : "text/html"))
    }

    @Test func wrongContentType_ofAnErrorOrOfNothing_isLetThrough() async throws {
        #expect(try await Self.failure(.reply(403, "<html>", type: "text/html")) == nil)
        #expect(try await Self.failure(.reply(204, type: nil)) == nil)
    }

    @Test func silence_endsWithTheTimeGiven() async throws {
        #expect(try await Self.failure(.silence) { $0.totalTimeout = .milliseconds(50) }?.kind == .timedOut)
    }

    @Test func bytes_thatStopComing_endAfterTheIdleTime() async throws {
        let server = LoopbackServer(.stall(#"{"a":"#))
        defer { server.stop() }
        let failure = await #expect(throws: HTTPFailure.self) {
            // libcurl counts whole seconds.
            try await Self.get(server) { $0.idleTimeout = .seconds(1) }
        }
        #expect(failure?.kind == .timedOut && failure?.text.contains("too slow") == true)
    }

    @Test func closedPort_isBroken() async throws {
        let server = LoopbackServer(.close)
        #expect(try await Self.failure(.close)?.kind == .broken)
        server.stop()
        let failure = await #expect(throws: HTTPFailure.self) { try await Self.get(server) }
        #expect(failure?.kind == .broken)
    }

    @Test func unknownHost_isSaid() async throws {
        var call = HTTPCall(address: try SourceAddress("http://candlewick.invalid/"))
        call.connectTimeout = .seconds(20)
        let failure = await #expect(throws: HTTPFailure.self) {
            try await HTTPClient(HTTPClientSettings(proxy: .none)).send(call)
        }
        #expect(failure?.kind == .unknownHost)
    }

    @Test func cancelled_whileItWaits_ends() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        let server = LoopbackServer { _, _ in
            arrived.continuation.yield()
            return .silence
        }
        let task = Task { try await Self.get(server) }
        var iterator = arrived.stream.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        let failure = await #expect(throws: HTTPFailure.self) { try await task.value }
        #expect(failure?.kind == .cancelled)
    }

    @Test func cancelled_beforeItStarts_isNotSent() async throws {
        let server = LoopbackServer(.reply(200, "{}"))
        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await Self.get(server)
        }
        await #expect(throws: HTTPFailure.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test func proxy_getsWhatIsNotItsOwnMachine_andTheRestDirectly() async throws {
        let proxy = LoopbackServer(.reply(200, #""proxy""#))
        let direct = LoopbackServer(.reply(200, #""direct""#))
        var settings = ProxySettings(http: proxy.address)
        for takesLoopback in [false, true] {
            settings.takesLoopback = takesLoopback
            let client = HTTPClient(HTTPClientSettings(proxy: settings))
            let answer = try await Self.get(direct, client: client)
            #expect(String(decoding: answer.body, as: UTF8.self) == (takesLoopback ? #""proxy""# : #""direct""#))
        }
        #expect(proxy.requests.map(\.target) == [direct.address + "/"])
    }

    @Test(arguments: [
        "http://user:hunter2@[", "nonsense://user:hunter2@host", "http://user:hunter2@candlewick.invalid:1",
    ])
    func proxy_thatCannotBeUsed_isSaidWithoutItsPassword(address: String) async throws {
        let settings = ProxySettings(http: address, takesLoopback: true)
        #expect(!"\(settings)\(String(reflecting: HTTPClientSettings(proxy: settings)))".contains("hunter2"))
        let server = LoopbackServer(.reply(200, "{}"))
        let failure = await #expect(throws: HTTPFailure.self) {
            try await Self.get(server, client: HTTPClient(HTTPClientSettings(proxy: settings)))
        }
        #expect(failure?.text.isEmpty == false && failure?.text.contains("hunter2") == false && server.requests.isEmpty)
    }

    @Test func proxies_areReadFromTheEnvironment() {
        setVariable("no_proxy", "example.com, .example.org")
        #expect(ProxySettings.environment.exceptionList == "example.com,.example.org,localhost,127.0.0.0/8,::1")
    }
}
