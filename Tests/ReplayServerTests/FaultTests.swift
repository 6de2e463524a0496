import Foundation
import ReplayServer
import Testing
import Transport

/// Each fault as a client sees it that knows nothing of the server.
@Suite(.serialized) struct FaultTests {
    static let body = #"{"error":[],"result":{"unixtime":1688169600}}"#

    private static func server(_ faults: Fault...) throws -> ReplayServer {
        let server = try ReplayServer()
        server.handle("/time") { _ in ServedReply(body) }
        for fault in faults { server.inject(fault) }
        return server
    }

    @Test func reply_withoutAFault_isWhole() async throws {
        let server = try Self.server()
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 200 && reply.text == Self.body && !reply.isCut)
        #expect(reply.headers["content-type"] == "application/json")
        #expect(reply.headers["content-length"] == "\(Self.body.utf8.count)")
        await server.stop()
    }

    @Test(arguments: [(429, 7 as Int?), (429, nil), (500, nil), (503, 30), (504, nil)])
    func status_thatIsOrdered_comesWithRetryAfterWhereItIsSaid(status: Int, retryAfter: Int?) async throws {
        let server = try Self.server(.status(status, retryAfter: retryAfter))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == status && reply.headers["retry-after"] == retryAfter.map { "\($0)" })
        #expect(!reply.text.contains("unixtime"))
        await server.stop()
    }

    @Test(arguments: [0, 1, 20])
    func connection_thatIsCut_endsAfterThatByte(place: Int) async throws {
        let server = try Self.server(.cut(at: place))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 200 && reply.isCut)
        #expect(reply.text == Self.body.prefix(place))
        #expect(reply.headers["content-length"] == "\(Self.body.utf8.count)")
        await server.stop()
    }

    @Test func connection_thatIsDropped_endsWithoutAWord() async throws {
        let server = try Self.server(.drop)
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 0 && reply.isCut && reply.body.isEmpty)
        await server.stop()
    }

    @Test func reply_thatIsTruncated_promisesMoreThanItGives() async throws {
        let server = try Self.server(.truncated(by: 10))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.isCut && reply.text == Self.body)
        #expect(reply.headers["content-length"] == "\(Self.body.utf8.count + 10)")
        await server.stop()
    }

    @Test func reply_ofAnotherContentType_isAPage() async throws {
        let server = try Self.server(.html)
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 200 && reply.headers["content-type"] == "text/html")
        #expect(reply.text.hasPrefix("<!DOCTYPE html>"))
        server.removeFaults()
        server.inject(.contentType("text/plain"))
        let plain = try PlainClient.get(server.port, "/time")
        #expect(plain.headers["content-type"] == "text/plain" && plain.text == Self.body)
        await server.stop()
    }

    @Test func reply_thatIsElsewhere_namesThePlace() async throws {
        let server = try Self.server(.redirect(to: "http://elsewhere.example/x"))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 302 && reply.headers["location"] == "http://elsewhere.example/x" && reply.body.isEmpty)
        await server.stop()
    }

    @Test func body_withoutAnEnd_comesUntilTheClientHasEnough() async throws {
        let server = try Self.server(.endless)
        let reply = try PlainClient.get(server.port, "/time", atMost: 5_000_000)
        #expect(reply.status == 200 && !reply.isCut && reply.body.count >= 5_000_000)
        #expect(reply.headers["content-length"] == nil)
        // The next client is served all the same.
        server.removeFaults()
        #expect(try PlainClient.get(server.port, "/time").text == Self.body)
        await server.stop()
    }

    @Test func body_thatIsPadded_hasTheLengthThatWasOrdered() async throws {
        let server = try Self.server(.padded(to: 1_000_000))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.headers["content-length"] == "1000000" && reply.body.count == 1_000_000 && !reply.isCut)
        #expect(reply.body.starts(with: Self.body.utf8))
        #expect(reply.body.dropFirst(Self.body.utf8.count).allSatisfy { $0 == UInt8(ascii: " ") })
        await server.stop()
    }

    @Test func body_thatDrips_comesInItsPiecesAndWhole() async throws {
        let server = try Self.server(.drip(bytes: 5, every: .milliseconds(2)))
        let start = ContinuousClock.now
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.text == Self.body && !reply.isCut)
        #expect(ContinuousClock.now - start >= .milliseconds(2 * (Self.body.utf8.count / 5)))
        await server.stop()
    }

    @Test func reply_thatIsDelayed_beginsLater() async throws {
        let server = try Self.server(.delay(.milliseconds(50)))
        let start = ContinuousClock.now
        #expect(try PlainClient.get(server.port, "/time").text == Self.body)
        #expect(ContinuousClock.now - start >= .milliseconds(50))
        await server.stop()
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip"), "needs the program gzip"),
        arguments: [0, 1, 65_535, 65_536, 200_000])
    func body_thatIsGzipped_isReadByGzip(size: Int) async throws {
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let server = try ReplayServer()
        server.handle("/x") { _ in ServedReply(body: body, faults: [.gzip]) }
        let reply = try PlainClient.get(server.port, "/x")
        #expect(reply.headers["content-encoding"] == "gzip" && !reply.isCut)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).gz")
        defer {
            // What stays behind in the temporary folder harms nobody.
            try? FileManager.default.removeItem(at: file)
        }
        try Data(reply.body).write(to: file)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/gzip")
        process.arguments = ["-dc", file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let unpacked = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && Array(unpacked) == body)
        await server.stop()
    }

    @Test func faults_thatAreOrderedTogether_areLaidOverEachOther() async throws {
        let server = try Self.server(.delay(.milliseconds(5)), .status(503, retryAfter: 1), .truncated(by: 3))
        let reply = try PlainClient.get(server.port, "/time")
        #expect(reply.status == 503 && reply.isCut && reply.headers["retry-after"] == "1")
        await server.stop()
    }

    private static func statuses(_ server: ReplayServer, _ count: Int, _ target: String = "/time") throws -> [Int] {
        let client = try PlainClient(port: server.port)
        return try (0..<count).map { _ in
            try client.send(target)
            return client.reply().status
        }
    }

    @Test(arguments: [
        (FaultRule.always, [429, 429, 429, 429, 429, 429]), (.first(2), [429, 429, 200, 200, 200, 200]),
        (.every(3), [200, 200, 429, 200, 200, 429]), (.share(0, seed: 1), [200, 200, 200, 200, 200, 200]),
        (.share(1, seed: 1), [429, 429, 429, 429, 429, 429]),
    ])
    func rule_saysWhichRequestsAreHit(rule: FaultRule, statuses: [Int]) async throws {
        let server = try Self.server()
        server.inject(.status(429), rule)
        #expect(try Self.statuses(server, 6) == statuses)
        await server.stop()
    }

    @Test func share_withASeed_hitsTheSameRequestsEveryTime() async throws {
        var runs: [[Int]] = []
        for seed: UInt64 in [5, 5, 6] {
            let server = try Self.server()
            server.inject(.status(500), .share(0.25, seed: seed))
            runs.append(try Self.statuses(server, 400))
            await server.stop()
        }
        #expect(runs[0] == runs[1] && runs[0] != runs[2])
        #expect((70...130).contains(runs[0].filter { $0 == 500 }.count))
    }

    @Test func rule_onAPath_countsThatPathAlone() async throws {
        let server = try Self.server()
        server.handle("/other") { _ in ServedReply("{}") }
        server.inject(.status(429), .every(2), on: "/ti*")
        #expect(try Self.statuses(server, 3, "/other") == [200, 200, 200])
        #expect(try Self.statuses(server, 4) == [200, 429, 200, 429])
        await server.stop()
    }
}
