import Conformance
import AdapterHost
import MarketData
import Testing

/// Queries of any range, against a source that follows Kraken's rules.
@Suite struct WindowTests {
    private static let exchange = Exchange()
    private var source: () -> CaseSource { { Self.exchange.reply } }

    /// Seconds before the source's now.
    private func moment(_ ago: Int64, plus nanoseconds: Int64 = 0) -> Timestamp {
        Timestamp(nanoseconds: Exchange.now.nanoseconds - ago * Kraken.second + nanoseconds)
    }

    @Test(arguments: [1, 5, 60]) func candles_splitAtAnyPoint_areTheSame(minutes: Int) throws {
        let range = try #require(TimeRange(moment(39_000), moment(1_000)))
        let query = SessionQuery(.candles(try Kraken.interval(minutes)), range: range, base: "BTC", quote: "USD")
        let moments = [38_999, 36_030, 36_029, 20_000, 10_000, 9_990, 9_630, 7_230, 1_001].flatMap {
            [moment($0), moment($0, plus: 1)]
        }
        try CaseChecks(try Kraken.adapter()).split(query, now: Exchange.now, at: moments, source: source)
    }

    @Test func trades_splitAtAnyPoint_areTheSame() throws {
        let range = try #require(TimeRange(moment(39_500), moment(500)))
        let query = SessionQuery(.trades, range: range, base: "BTC", quote: "USD")
        // Right at trades, beside them, and where rounding puts their times.
        let trades = [3, 40, 999, 1000, 1001, 1500, 2000, 2600].map { Self.exchange.trades[$0].time }
        let moments = trades.flatMap { time in
            [-60_000, -1, 0, 1, 60_000].map { Timestamp(nanoseconds: time + $0) }
        }.filter { range.contains($0) && $0 > range.start }
        try CaseChecks(try Kraken.adapter()).split(query, now: Exchange.now, at: moments, source: source)
    }

    @Test func trades_ofAllTime_areAllThatTheSourceHas() throws {
        let query = SessionQuery(.trades, base: "BTC", quote: "USD")
        let play = try CasePlayer(try Kraken.adapter(), query, now: Exchange.now).play(Self.exchange.reply)
        #expect(play.rows.map { $0.fields[4] } == Self.exchange.trades.map { "\($0.id)" })
        #expect(play.requests.count == Self.exchange.trades.count / 1000 + 1)
        #expect(play.failure == nil && Self.exchange.trades.count > 2000)
    }

    @Test func trades_resumedInTheMiddleOfPages_goOn() throws {
        let range = try #require(TimeRange(moment(39_500), moment(500)))
        let walk = AdapterCase(
            name: "walk", adapter: "kraken-rest",
            query: SessionQuery(.trades, range: range, base: "BTC", quote: "USD"), now: Exchange.now, exchanges: [],
            expected: CasePlay())
        let whole = try CasePlayer(try Kraken.adapter(), walk.query, now: walk.now).play(Self.exchange.reply)
        var player = CasePlayer(try Kraken.adapter(), walk.query, now: walk.now)
        player.capacity = 370
        for stop in try player.play(Self.exchange.reply).stops {
            player.query.resumeToken = stop.token
            let rest = try player.play(Self.exchange.reply)
            #expect(rest.rows == Array(whole.rows.dropFirst(stop.rows)) && rest.failure == nil)
            #expect(
                (rest.assertions.first?.range.start).map { $0 <= Timestamp(nanoseconds: rest.rows[0].time ?? 0) }
                    ?? false)
        }
        try CaseChecks(try Kraken.adapter()).askedTwice(walk, source: source)
    }

    @Test func candles_ofAMovedList_areRepeatedAndNotSkipped() throws {
        // The token of a list that began elsewhere: nothing of this one is passed over.
        let range = try #require(TimeRange(moment(3_000), moment(1_000)))
        var query = SessionQuery(.candles(try Kraken.interval(1)), range: range, base: "BTC", quote: "USD")
        let whole = try CasePlayer(try Kraken.adapter(), query, now: Exchange.now).play(Self.exchange.reply)
        query.resumeToken = Array("1 c 1600000000000000000 5 0".utf8)
        let resumed = try CasePlayer(try Kraken.adapter(), query, now: Exchange.now).play(Self.exchange.reply)
        #expect(resumed.rows == whole.rows && whole.rows.count == 33)
    }
}
