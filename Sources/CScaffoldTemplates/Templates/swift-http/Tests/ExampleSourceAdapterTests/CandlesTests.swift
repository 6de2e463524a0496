import AdapterKit
import AdapterKitJSON
import Testing

@testable import ExampleSourceAdapter

/// The parts of the adapter, each by itself. The whole of it is looked at by `candlewick adapter check .`
@Suite struct CandlesTests {
    private let hour = Nanoseconds.hour
    private let start = 1_704_067_200 * Nanoseconds.second

    private func candles() throws -> Candles {
        try Candles(
            pair: "BTC-USD", interval: hour, from: start, to: start + 400 * hour, now: start + 310 * hour + 1)
    }

    private func page(_ text: String) throws -> JSONPage<Candle> {
        let document = try JSONDocument(reading: Array(text.utf8).span)
        return try candles().page(
            document.root, of: start..<start + 300 * hour, receivedAt: start + 2 * hour, behind: .min)
    }

    @Test func range_isCutIntoWhatOneReplyHolds_upToTheClosedCandles() throws {
        let candles = try candles()
        let first = try #require(candles.piece(from: start))
        #expect(first == start..<start + 300 * hour)
        #expect(candles.piece(from: first.upperBound) == start + 300 * hour..<start + 310 * hour)
        #expect(candles.piece(from: start + 310 * hour) == nil)
        #expect(
            candles.request(for: first).address
                == "/candles?pair=BTC-USD&minutes=60&start=1704067200&end=1705147200&limit=300")
    }

    @Test func reply_withAFormingCandle_givesTheClosedOnes() throws {
        let page = try page(
            """
            {"candles":[[1704067200,"1","2","0.5","1.5","10"],[1704074400,"1","2","0.5","1.5","10"]]}
            """)
        #expect(page.rows.rows.map(\.openTime) == [start] && page.rows.rows[0].high == 2)
        #expect(page.provedAtEnd == start + 2 * hour && page.rows.rejects.isEmpty)
    }

    @Test(arguments: [
        "[]", "[1704067200,\"1\",\"2\",\"0.5\",\"1.5\"]", "[1704067201,\"1\",\"2\",\"0.5\",\"1.5\",\"10\"]",
        "[1704067200,1,\"2\",\"0.5\",\"1.5\",\"10\"]", "[\"now\",\"1\",\"2\",\"0.5\",\"1.5\",\"10\"]",
        "[1704078000,\"1\",\"2\",\"0.5\",\"1.5\",\"10\"]",
    ])
    func record_thatIsNoCandle_isRefused(record: String) throws {
        let page = try page("{\"candles\":[\(record)]}")
        #expect(page.rows.rows.isEmpty && page.rows.rejects.count == 1)
    }

    @Test func reply_withoutCandles_isMalformed() {
        let failure = #expect(throws: AdapterFailure.self) { try page("{\"error\":\"no\"}") }
        #expect(failure?.errorClass == .malformed)
    }
}
