import Checksum
import ReplayServer
import Testing
import Transport

/// What the server says about who asked for what, and when.
@Suite(.serialized) struct RequestTests {
    @Test func requests_areNotedInTheirOrderWithAllOfThem() async throws {
        let server = try ReplayServer()
        server.handle("/a") { request in ServedReply("\(request.method) \(request.query) \(request.body.count)") }
        let client = try PlainClient(port: server.port)
        try client.send("/a?x=1", headers: ["Accept: application/json", "X-Other: 2"])
        #expect(client.reply().text == "GET x=1 0")
        try client.send("/a?x=2", method: "POST", body: [1, 2, 3])
        #expect(client.reply().text == "POST x=2 3")
        try client.send("/b")
        #expect(client.reply().status == 404)
        let requests = server.requests()
        #expect(requests.map(\.number) == [1, 2, 3] && server.count == 3 && server.connections == 1)
        #expect(requests.map(\.target) == ["/a?x=1", "/a?x=2", "/b"])
        #expect(requests.map(\.path) == ["/a", "/a", "/b"])
        #expect(requests[0].header("accept") == "application/json" && requests[0].header("x-other") == "2")
        #expect(requests[1].body == [1, 2, 3] && requests[1].method == "POST")
        #expect(requests[0].instant <= requests[1].instant && requests[1].instant <= requests[2].instant)
        #expect(server.requests(on: "/a").count == 2 && server.requests(on: "/*").count == 3)
        server.forgetRequests()
        #expect(server.requests().isEmpty && server.count == 0)
        await server.stop()
    }

    @Test(arguments: ["Authorization", "X-Finnhub-Token", "X-API-Key", "Cookie"])
    func credential_isKeptAsAHashUnlessATestAsks(name: String) async throws {
        let value = "Bearer hidden-key"
        var digest = SHA256()
        // Bytes have no padding that could be undefined.
        unsafe digest.update(Array(value.utf8).span.bytes)
        let hash = "sha256:" + digest.hexadecimal()
        for (keeps, noted) in [(false, hash), (true, value)] {
            let server = try ReplayServer(.init(keepsCredentials: keeps))
            // A handler judges the key itself.
            server.handle("/") { ServedReply(status: $0.header(name) == value ? 200 : 401) }
            #expect(try PlainClient.get(server.port, "/", headers: ["\(name): \(value)"]).status == 200)
            #expect(server.requests().map { $0.header(name) } == [noted])
            await server.stop()
        }
    }

    @Test func largestCount_isThatOfTheBusiestWindow() async throws {
        let server = try ReplayServer()
        server.handle("/*") { _ in ServedReply("{}") }
        #expect(server.largestCount(in: .seconds(1)) == 0)
        let client = try PlainClient(port: server.port)
        for number in 0..<20 {
            try client.send("/\(number % 2)")
            _ = client.reply()
        }
        let instants = server.requests().map(\.instant)
        for window in [Duration.nanoseconds(1), .microseconds(100), .milliseconds(1), .seconds(60)] {
            let expected = instants.map { first in
                instants.filter { $0 >= first && first.duration(to: $0) < window }.count
            }
            #expect(server.largestCount(in: window) == expected.max())
        }
        #expect(server.largestCount(in: .seconds(60), on: "/1") == 10)
        await server.stop()
    }

    @Test func requests_beyondTheLimit_areCountedAndNotKept() async throws {
        let server = try ReplayServer(.init(requestsKept: 3))
        let client = try PlainClient(port: server.port)
        for _ in 0..<5 {
            try client.send("/")
            _ = client.reply()
        }
        #expect(server.requests().map(\.number) == [1, 2, 3] && server.count == 5)
        await server.stop()
    }

    @Test func handler_ofTheLongestPath_answers() async throws {
        let server = try ReplayServer()
        for path in ["*", "/v2/*", "/v2/aggs", "/v2/aggs*"] { server.handle(path) { _ in ServedReply(path) } }
        server.handle("/v2/*") { _ in ServedReply("newer") }
        for (target, path) in [
            ("/x", "*"), ("/v2/x", "newer"), ("/v2/aggs?x", "/v2/aggs"), ("/v2/aggs/y", "/v2/aggs*"),
        ] {
            #expect(try PlainClient.get(server.port, target).text == path)
        }
        await server.stop()
    }

    @Test func server_thatIsStopped_freesItsPortAndItsConnections() async throws {
        let server = try ReplayServer()
        let client = try PlainClient(port: server.port)
        server.handle("/slow") { _ in ServedReply("{}", faults: [.delay(.seconds(3600))]) }
        try client.send("/slow")
        while server.count == 0 { await Task.yield() }
        await server.stop()
        #expect(client.receive().isEmpty)
        #expect(throws: PlainClient.Failure.self) { try PlainClient(port: server.port) }
        let next = try ReplayServer(.init(port: server.port))
        #expect(next.port == server.port)
        await next.stop()
        await next.stop()
    }

    @Test func port_thatIsTaken_isRefusedWithAdvice() async throws {
        let server = try ReplayServer()
        let error = #expect(throws: ReplayServerError.self) { try ReplayServer(.init(port: server.port)) }
        #expect(error?.description.contains("port \(server.port) of 127.0.0.1 cannot be listened on") == true)
        #expect(error?.description.contains("give another, or 0 for a free one") == true)
        await server.stop()
    }

    @Test func connection_thatIsNotKept_isClosedAfterItsReply() async throws {
        let server = try ReplayServer()
        server.handle("/") { _ in ServedReply("{}") }
        let client = try PlainClient(port: server.port)
        try client.send("/", headers: ["Connection: close"])
        let reply = client.reply()
        #expect(reply.text == "{}" && reply.headers["connection"] == "close")
        #expect(client.receive().isEmpty)
        await server.stop()
    }

    @Test func head_isAnsweredWithoutABody() async throws {
        let server = try ReplayServer()
        server.handle("/") { _ in ServedReply("{}") }
        let client = try PlainClient(port: server.port)
        try client.send("/", method: "HEAD", headers: ["Connection: close"])
        let reply = client.reply()
        #expect(reply.status == 200 && reply.headers["content-length"] == "2" && reply.body.isEmpty)
        await server.stop()
    }
}
