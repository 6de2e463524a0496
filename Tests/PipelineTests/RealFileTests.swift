import MarketData
import Pipeline
import Testing

/// Kraken aggregates its own trades: its coarser files say what resampling its finer ones must give.
@Suite(.enabled(if: Fixtures.areThere, "needs the files of ../shared/fixtures: \(Fixtures.missing)"))
struct RealFileTests {
    private func resample(
        _ rows: [CandleRow], from: Int, to: Int, known: TimeRange = .all
    ) throws -> [CandleRow] {
        try resampled(
            rows,
            CandleResampler(from: try minutes(from), to: try minutes(to), in: ResamplingRange(known: known)),
            batch: 4096, output: 100)
    }

    private func cut(_ rows: [CandleRow], to range: TimeRange) -> [CandleRow] {
        rows.filter { range.contains(Timestamp(nanoseconds: $0.time)) }
    }

    @Test func quarterHours_ofBitcoin_giveItsHoursAndFourHours() throws {
        let quarters = try Fixtures.candles("kraken-csv-ohlcvt/XBTEUR_15.csv")
        let hours = try Fixtures.candles("kraken-csv-ohlcvt/XBTEUR_60.csv")
        let autumn = try range(time("2024-10-01"), time("2025-01-01"))
        let fourHours = cut(try Fixtures.candles("kraken-csv-ohlcvt/XBTEUR_240.csv"), to: autumn)
        #expect((quarters.count, hours.count, fourHours.count) == (8832, 2208, 552))
        #expect(agree(try resample(quarters, from: 15, to: 60), hours))
        #expect(agree(try resample(hours, from: 60, to: 240), fourHours))
        #expect(agree(try resample(quarters, from: 15, to: 240, known: autumn), fourHours))
    }

    @Test func fiveMinutes_ofEther_giveItsFourHoursOverHalfAYear() throws {
        let half = try range(time("2024-07-01"), time("2025-01-01"))
        let fives = try Fixtures.candles("kraken-csv-ohlcvt/ETHUSD_5.csv")
        let fourHours = cut(try Fixtures.candles("kraken-csv-ohlcvt/ETHUSD_240.csv"), to: half)
        #expect(fourHours.count == 1104)
        #expect(agree(try resample(fives, from: 5, to: 240, known: half), fourHours))
        // A range that begins or ends inside a candle costs that candle and no other.
        let inside = try range(time("2024-07-01T00:05"), time("2024-12-31T23:55"))
        let most = try resample(cut(fives, to: inside), from: 5, to: 240, known: inside)
        #expect(agree(most, Array(fourHours.dropFirst().dropLast())))
    }

    @Test func fiveMinutes_ofAnEarlierQuarter_agreeWithThemselves() throws {
        let fives = try Fixtures.candles("kraken-csv-ohlcvt/2023Q3/ETHUSD_5.csv")
        #expect(fives.count == 26_444)
        let quarters = try resample(fives, from: 5, to: 15)
        #expect(agree(quarters, grouped(fives, by: try minutes(15)).map { $0.with { $0.vwap = .nan } }))
        #expect(agree(try resample(quarters, from: 15, to: 240), try resample(fives, from: 5, to: 240)))
        #expect(quarters.map(\.trades).reduce(0, +) == fives.map(\.trades).reduce(0, +))
    }

    @Test(arguments: [
        ("2023Q3/ETHUSD_5", 5), ("ETHUSD_5", 5), ("ETHUSD_240", 240), ("XBTEUR_15", 15), ("XBTEUR_60", 60),
    ])
    func realCandles_passWhole(name: String, length: Int) throws {
        let rows = try Fixtures.candles("kraken-csv-ohlcvt/\(name).csv")
        let rules = CandleRules(interval: try minutes(length), now: try time("2026-02-01"))
        let run = CandleRun(rows, rules, batches: [1, 1000])
        #expect(run.count == InspectionCount(kept: rows.count))
        #expect(run.kept == rows)
    }

    @Test func realTrades_passWholeWithTheirTwins() throws {
        let rows = try Fixtures.trades("kraken-csv-trades/BCHEUR.csv")
        let run = TradeRun(rows, TradeInspector(TradeRules(now: testNow)), batches: [50])
        #expect(run.count == InspectionCount(kept: 148))
        let identities = Set(run.kept.map { "\($0.time) \($0.ordinal)" })
        #expect(identities.count == 148)
        #expect(Set(rows.map { "\($0.time) \($0.price) \($0.volume)" }).count < 148, "there are twins in it")
        #expect(run.kept.contains { $0.ordinal > 0 })
    }
}
