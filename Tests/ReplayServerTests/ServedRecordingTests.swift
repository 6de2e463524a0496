import Foundation
import MarketData
import ReplayServer
import Testing
import Transport

/// Recordings over real HTTP.
@Suite(.serialized) struct ServedRecordingTests {
    /// Cases in a folder of the test's own.
    private final class Cases {
        let path = FileManager.default.temporaryDirectory.appending(path: "candlewick-replay-\(UUID().uuidString)").path

        deinit {
            // A folder that stays behind harms nobody, and a deinit cannot throw.
            try? FileManager.default.removeItem(atPath: path)
        }

        func add(_ name: String, _ exchanges: [RecordedExchange]) throws {
            let writer = try RecordingWriter(folder: "\(path)/\(name)")
            for exchange in exchanges { try writer.record(exchange) }
        }

        func server(_ settings: ReplayServer.Settings = .init()) throws -> ReplayServer {
            let server = try ReplayServer(settings)
            server.serve(try RecordedReplies(contentsOf: path, matching: .path))
            return server
        }
    }

    private static func exchange(
        _ address: String, method: String = "GET", request: [UInt8] = [], status: Int = 200,
        headers: [SourceHeader] = [], _ body: [UInt8]
    ) -> RecordedExchange {
        RecordedExchange(
            SourceRequest(address: address, method: method, body: request),
            SourceReply(
                status: status, contentType: "application/json", headers: headers, body: body,
                receivedAt: Timestamp(nanoseconds: 7)))
    }

    @Test func replies_areGivenAsTheyWereRecorded() async throws {
        let cases = Cases()
        let binary: [UInt8] = [0, 0xFF, 0xFE, 10, 13]
        try cases.add(
            "a",
            [
                Self.exchange("/1?x=%20", Array("first".utf8)), Self.exchange("/1?x=%20", status: 404, binary),
                Self.exchange(
                    "https://api.massive.com/v3/x?cursor=1",
                    headers: [
                        SourceHeader("Content-Type", "application/json; charset=utf-8"), SourceHeader("ETag", "\"1\""),
                        SourceHeader("Content-Encoding", "gzip"), SourceHeader("Content-Length", "7"),
                        SourceHeader("Transfer-Encoding", "chunked"),
                    ], Array("absolute".utf8)),
                Self.exchange("/p", method: "POST", request: [1, 2], Array("posted".utf8)),
            ])
        let server = try cases.server()
        let first = try PlainClient.get(server.port, "/1?x=%20")
        #expect(first.status == 200 && first.text == "first" && first.headers["content-type"] == "application/json")
        for _ in 0..<2 {
            let next = try PlainClient.get(server.port, "/1?x=%20")
            #expect(next.status == 404 && next.body == binary)
        }
        let absolute = try PlainClient.get(server.port, "/v3/x?cursor=1")
        #expect(absolute.text == "absolute" && !absolute.isCut && absolute.headers["etag"] == "\"1\"")
        #expect(absolute.headers["content-type"] == "application/json; charset=utf-8")
        #expect(absolute.headers["content-encoding"] == nil && absolute.headers["content-length"] == "8")
        #expect(try PlainClient.get(server.port, "/p", method: "POST", body: [1, 2]).text == "posted")
        #expect(try PlainClient.get(server.port, "/p", method: "POST", body: [1]).status == 404)
        let unknown = try PlainClient.get(server.port, "/1?x=2")
        #expect(unknown.status == 404 && unknown.text.contains("nearest there is GET /1?x=%20"))
        await server.stop()
    }

    @Test(arguments: [Fault.status(503), .cut(at: 2), .drop, .truncated(by: 1), .html, .redirect(to: "/2")])
    func reply_thatWasSpoilt_isGivenAgain(fault: Fault) async throws {
        let cases = Cases()
        try cases.add("a", [Self.exchange("/1", Array("first".utf8)), Self.exchange("/1", Array("second".utf8))])
        let server = try cases.server()
        server.inject(fault, .first(2))
        for _ in 0..<2 {
            let spoilt = try PlainClient.get(server.port, "/1")
            #expect(spoilt.isCut || spoilt.text != "first")
        }
        #expect(try PlainClient.get(server.port, "/1").text == "first")
        #expect(try PlainClient.get(server.port, "/1").text == "second")
        await server.stop()
    }

    @Test func credential_underAnyName_isKeptAsAHash() async throws {
        let cases = Cases()
        var exchange = Self.exchange("/1", [])
        exchange.request.headers = [SourceHeader("X-Mine", "", credential: "mine")]
        try cases.add("a", [exchange])
        let server = try cases.server()
        _ = try PlainClient.get(server.port, "/1", headers: ["x-mine: hidden"])
        #expect(server.requests()[0].header("x-mine")?.hasPrefix("sha256:") == true)
        await server.stop()
    }

    @Test func handler_goesBeforeARecording() async throws {
        let cases = Cases()
        try cases.add("a", [Self.exchange("/1", Array("recorded".utf8)), Self.exchange("/2", Array("recorded".utf8))])
        let server = try cases.server()
        server.handle("/1") { _ in ServedReply("handled") }
        #expect(try PlainClient.get(server.port, "/1").text == "handled")
        #expect(try PlainClient.get(server.port, "/2").text == "recorded")
        await server.stop()
    }

    @Test func server_withThousandsOfRequests_answersAll() async throws {
        let cases = Cases()
        try cases.add("a", [Self.exchange("/1", [UInt8](repeating: 65, count: 10_000))])
        let server = try cases.server()
        let port = server.port
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    guard let client = try? PlainClient(port: port) else { return 0 }
                    // A failure shows in the count.
                    return (0..<500).filter { _ in
                        (try? client.send("/1")) != nil && client.reply().body.count == 10_000
                    }.count
                }
            }
            #expect(await group.reduce(0, +) == 2000)
        }
        #expect(server.count == 2000 && server.connections == 4)
        await server.stop()
    }
}
