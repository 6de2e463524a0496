import Conformance
import AdapterHost
import MarketData
import Testing

/// Pieces of a range, seen in what the adapter asks for and asserts.
@Suite struct RangeTests {
    @Test(arguments: [1, 5, 15, 30, 60]) func intraday_overYears_isAMonthARequest(minutes: Int) throws {
        let query = try Finnhub.candles(
            minutes, "2019-01-15T00:00:00Z", "2021-03-02T00:00:00Z", symbol: "BINANCE:BTCUSDT", category: .crypto)
        let play = try Finnhub.play(query, Finnhub.reply(#"{"s":"no_data"}"#))
        #expect(play.failure == nil && play.requests.count == 27)
        var next = query.range.start.nanoseconds / 1_000_000_000
        for request in play.requests {
            let values = request.address.split(separator: "&").compactMap { Int64($0.split(separator: "=").last ?? "") }
            let (first, last) = (values[values.count - 2], values[values.count - 1])
            #expect(first == next && last - first < 31 * 86_400 && request.isImmutable)
            #expect(request.address.contains("resolution=\(minutes)&"))
            next = last + 1
        }
        #expect(next == query.range.end.nanoseconds / 1_000_000_000)
        #expect(RangeSet(play.assertions.map(\.range)) == RangeSet([query.range]))
    }

    @Test func days_overDecades_areOneRequest() throws {
        let query = try Finnhub.candles(
            1440, "1985-01-01T00:00:00Z", "2025-01-01T00:00:00Z", symbol: "AAPL", category: .stock)
        let play = try Finnhub.play(query, Finnhub.reply(#"{"s":"no_data"}"#))
        #expect(play.requests.map(\.isImmutable) == [false])
        #expect(
            play.requests.map(\.address) == [
                "/api/v1/stock/candle?symbol=AAPL&resolution=D&from=473374800&to=1735689599"
            ])
    }

    /// A model of the source that holds an hour's minutes, some of them without trades.
    @Test func range_splitAtAnyMoment_givesTheSameRows() throws {
        let query = try Finnhub.candles(
            1, "2024-01-31T23:30:00Z", "2024-02-01T00:30:00Z", symbol: "BINANCE:BTCUSDT", category: .crypto)
        let start = query.range.start.nanoseconds
        let moments = (1..<60).map {
            Timestamp(nanoseconds: start + $0 * 60_000_000_000 - ($0 % 3) * 7_000_000_001)
        }
        try CaseChecks(try Finnhub.adapter()).split(query, now: Finnhub.now, at: moments) {
            { request in
                let values = request.address.split(separator: "&")
                    .compactMap { Int64($0.split(separator: "=").last ?? "") }
                let times = (0..<60).filter { $0 % 7 != 3 }.map { start / 1_000_000_000 + $0 * 60 }
                    .filter { (values[values.count - 2]...values[values.count - 1]).contains($0) }
                let ones = times.map { "\($0 % 1009 + 1)" }.joined(separator: ",")
                let list = times.map { "\($0)" }.joined(separator: ",")
                return Finnhub.reply(
                    #"{"s":"ok","t":[\#(list)],"o":[\#(ones)],"h":[\#(ones)],"l":[\#(ones)],"c":[\#(ones)],"v":[\#(ones)]}"#
                )
            }
        }
    }

    @Test func key_isNamedInAHeaderAndNowhereElse() throws {
        let query = try Finnhub.candles(
            60, "2021-09-01T00:00:00Z", "2021-09-02T00:00:00Z", symbol: "A/B &", category: .stock)
        let play = try Finnhub.play(query, Finnhub.reply(#"{"s":"no_data"}"#))
        let request = try #require(play.requests.first)
        #expect(request.headers.map(\.name) == ["X-Finnhub-Token"] && request.headers.map(\.value) == [""])
        #expect(request.headers.map(\.credential) == ["finnhub"])
        #expect(request.address.hasPrefix("/api/v1/stock/candle?symbol=A%2FB%20%26&"))
        #expect(!request.address.lowercased().contains("token"))
    }
}
