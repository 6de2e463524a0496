import MarketData
import Testing
import Transport

@Suite(.serialized) struct ReplayedSourceTests {
    private static func write(_ name: String, _ adapter: String?, _ exchanges: [RecordedExchange], _ folder: TestFolder)
        throws
    {
        let query = adapter.map { RecordedQuery(adapter: $0, .trades) }
        let writer = try RecordingWriter(folder: folder(name), query: query)
        for exchange in exchanges { try writer.record(exchange) }
    }

    private static func exchange(
        _ address: String, method: String = "GET", asked: String = "", request: String = "", status: Int = 200,
        type: String = "application/json", _ body: String
    ) -> RecordedExchange {
        RecordedExchange(
            SourceRequest(address: address, method: method, body: Array(request.utf8)),
            SourceReply(
                status: status, contentType: type, body: Array(body.utf8), receivedAt: Timestamp(nanoseconds: 7)))
    }

    private static func bodies(_ source: ReplayedSource, _ requests: [SourceRequest]) async throws -> [String] {
        var bodies: [String] = []
        for request in requests { bodies.append(String(decoding: try await source.fetch(request).body, as: UTF8.self)) }
        return bodies
    }

    @Test func request_madeOften_getsTheRecordedRepliesInOrderAndThenTheLast() async throws {
        let folder = try TestFolder()
        try Self.write("b", "kraken-rest", [Self.exchange("/1", "third")], folder)
        try Self.write(
            "a", "kraken-rest",
            [Self.exchange("/1", "first"), Self.exchange("/2", "other"), Self.exchange("/1", "second")], folder)
        let source = try ReplayedSource(folder.path, adapter: "kraken-rest")
        let one = SourceRequest(address: "/1")
        #expect(
            try await Self.bodies(source, [one, SourceRequest(address: "/2"), one, one, one])
                == ["first", "other", "second", "third", "third"])
        #expect(source.statistics.recorded == 5)
        #expect(source.statistics.requests == 0)
        let reply = try await source.fetch(one)
        #expect(reply.origin == .recording && reply.receivedAt == Timestamp(nanoseconds: 7))
    }

    @Test func request_isKnownByMethodAddressAndBody() async throws {
        let folder = try TestFolder()
        try Self.write(
            "case", nil,
            [
                Self.exchange("/1", "get"), Self.exchange("/1", method: "POST", "post"),
                Self.exchange("/1", method: "POST", request: "x", "post x"),
            ], folder)
        let source = try ReplayedSource(folder("case"), adapter: "any")
        let header = SourceHeader("Authorization", "Bearer ", credential: "other")
        #expect(
            try await Self.bodies(
                source,
                [
                    SourceRequest(address: "/1", method: "POST", body: Array("x".utf8)),
                    SourceRequest(address: "/1", method: "POST"),
                    SourceRequest(address: "/1", contentType: "application/json", headers: [header], isImmutable: true),
                ]) == ["post x", "post", "get"])
    }

    @Test func recordings_ofOtherAdapters_areNotUsed() async throws {
        let folder = try TestFolder()
        try Self.write("x/a", "massive", [Self.exchange("/1", "massive")], folder)
        try Self.write("x/b", "finnhub", [Self.exchange("/1", "finnhub")], folder)
        let source = try ReplayedSource(folder.path, adapter: "finnhub")
        #expect(try await Self.bodies(source, [SourceRequest(address: "/1")]) == ["finnhub"])
        let error = try #require(throws: RecordingError.self) {
            try ReplayedSource(folder.path, adapter: "kraken-rest")
        }
        #expect("\(error)".contains("holds no recording of 'kraken-rest' (there are some of finnhub, massive)"))
    }

    @Test func request_thatWasNotRecorded_isAnErrorThatNamesTheNearest() async throws {
        let folder = try TestFolder()
        try Self.write(
            "case", "kraken-rest",
            [
                Self.exchange("/0/public/OHLC?pair=XBTUSD&interval=60", "1"), Self.exchange("/0/public/Time", "2"),
                Self.exchange("/0/public/OHLC?pair=ETHEUR&interval=5", "3"),
            ], folder)
        let source = try ReplayedSource(folder.path, adapter: "kraken-rest")
        let error = await #expect(throws: FetchError.self) {
            try await source.fetch(SourceRequest(address: "/0/public/OHLC?pair=XBTUSD&interval=5"))
        }
        #expect(error?.code == .notRecorded)
        #expect(error?.isTransient == false)
        let message = try #require(error?.message)
        #expect(message.contains("GET /0/public/OHLC?pair=XBTUSD&interval=5 is not among the recordings"))
        #expect(message.contains("nearest there is GET /0/public/OHLC?pair=XBTUSD&interval=60"))
    }

    @Test(arguments: [408, 425, 429, 500, 503])
    func reply_thatIsWorthAnotherTry_isPassedOver(status: Int) async throws {
        let folder = try TestFolder()
        try Self.write(
            "case", "a", [Self.exchange("/1", status: status, "no"), Self.exchange("/1", "yes")], folder)
        let source = try ReplayedSource(folder.path, adapter: "a")
        #expect(try await Self.bodies(source, [SourceRequest(address: "/1")]) == ["yes"])
        #expect(source.statistics.repeats == 1)
    }

    @Test(arguments: [(429, FetchError.Code.rateLimited), (503, .unavailable)])
    func replies_thatNeverGetBetter_endAsTheyDidWithTheSource(status: Int, code: FetchError.Code) async throws {
        let folder = try TestFolder()
        try Self.write("case", "a", [Self.exchange("/1", status: status, "no")], folder)
        let source = try ReplayedSource(folder.path, adapter: "a", attempts: 3)
        let error = await #expect(throws: FetchError.self) { try await source.fetch(SourceRequest(address: "/1")) }
        #expect(error?.code == code && error?.isTransient == true)
        #expect(source.statistics.recorded == 3)
    }

    @Test func reply_ofAnotherContentType_isRefused() async throws {
        let folder = try TestFolder()
        try Self.write("case", "a", [Self.exchange("/1", type: "text/html", "<html>")], folder)
        let source = try ReplayedSource(folder.path, adapter: "a")
        let error = await #expect(throws: FetchError.self) {
            try await source.fetch(SourceRequest(address: "/1", contentType: "application/json"))
        }
        #expect(error?.code == .wrongContentType)
        #expect(try await Self.bodies(source, [SourceRequest(address: "/1")]) == ["<html>"])
    }

    @Test func refusal_ofAReply_isFollowedByTheNextWithoutAPause() async throws {
        let folder = try TestFolder()
        try Self.write("case", "a", [Self.exchange("/1", "1")], folder)
        let source = try ReplayedSource(folder.path, adapter: "a", attempts: 3)
        for attempt in 1...2 { #expect(await source.refused(Refusal(.rateLimited), attempt: attempt) == .zero) }
        #expect(await source.refused(Refusal(.transient), attempt: 3) == nil)
    }

    @Test func folder_withoutRecordings_isRefused() throws {
        let folder = try TestFolder()
        try folder.makeFolder("empty/deeper")
        let error = try #require(throws: RecordingError.self) { try ReplayedSource(folder("empty"), adapter: "a") }
        #expect("\(error)".contains("holds no recording of 'a'; expected a folder with query.toml and exchanges/"))
        let none = try #require(throws: RecordingError.self) { try ReplayedSource(folder("none"), adapter: "a") }
        #expect("\(none)".contains("No such file"))
    }
}
