import Foundation
import Ingestion
import MarketData
import Storage
import Testing

/// Everything in the folder of real Kraken files, through the whole way and back to text.
@Suite(.serialized, .enabled(if: Bench.hasFixtures, "../shared/fixtures is not here"))
struct FixtureTests {
    @Test func ingest_allRealFiles_everyLineIsInTheStore() async throws {
        let bench = try Bench()
        let roots = ["kraken-csv-ohlcvt", "kraken-csv-trades"].map { "\(Bench.fixtures)/\($0)" }
        let plan = try bench.plan(roots)
        let summary = try await bench.ingest(plan)
        #expect(summary.state == .completed && summary.files.count == 14 && plan.problems.isEmpty)
        for file in summary.files {
            let lines = try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n")
            #expect(file.rowsRead == lines.count, "\(file.path)")
            #expect(file.written == WriteCount(inserted: lines.count), "\(file.path)")
            let first = try #require(lines.first?.split(separator: ",").first.flatMap { Int64($0) })
            let last = try #require(lines.last?.split(separator: ",").first.flatMap { Int64($0) })
            #expect(file.first == Timestamp(seconds: first) && file.last == Timestamp(seconds: last), "\(file.path)")
        }
        #expect(summary.progress.rowsRead == 275_716)
        #expect(try bench.contents().count == 275_716)
    }

    @Test func ingest_twoQuartersOfOnePair_areOneSeries() async throws {
        let bench = try Bench()
        let files = ["2023Q3/ETHUSD_5.csv", "ETHUSD_5.csv"].map { "\(Bench.fixtures)/kraken-csv-ohlcvt/\($0)" }
        let summary = try await bench.ingest(try bench.plan(files))
        #expect(summary.progress.written == WriteCount(inserted: 26_444 + 52_943))
        let series = try bench.store.series(matching: SeriesFilter())
        #expect(series.count == 1)
        #expect(series.first?.first == Timestamp(seconds: 1_688_169_600))
        #expect(series.first?.last == Timestamp(seconds: 1_735_689_300))
    }

    @Test func resample_quartersOfAnHour_giveKrakensOwnHours() async throws {
        let bench = try Bench()
        let files = ["XBTEUR_15.csv", "XBTEUR_60.csv"].map { "\(Bench.fixtures)/kraken-csv-ohlcvt/\($0)" }
        _ = try await bench.ingest(try bench.plan(files))
        let origins = try bench.store.series(matching: SeriesFilter(interval: Interval(minutes: 15)))
        let hour = try #require(Interval(minutes: 60))
        _ = try ResampleJob(store: bench.store, from: origins, to: hour, range: .all)
            .run(ledger: bench.ledger, now: { Bench.now })
        let own = try candles(bench, "kraken-csv")
        let derived = try candles(bench, "derived")
        #expect(own.count == 2208 && own.count == derived.count)
        for row in 0..<own.count {
            #expect(own.openTime[row] == derived.openTime[row])
            #expect(own.open[row] == derived.open[row] && own.close[row] == derived.close[row])
            #expect(own.high[row] == derived.high[row] && own.low[row] == derived.low[row])
            #expect(own.trades[row] == derived.trades[row])
            #expect(abs(own.volume[row] - derived.volume[row]) <= 1e-6 * own.volume[row])
        }
    }

    private func candles(_ bench: Bench, _ source: String) throws -> CandleBatch {
        let batch = CandleBatch()
        let instrument = Instrument(base: "BTC", quote: "EUR")
        let hour = try #require(Interval(minutes: 60))
        try bench.store.read(Series(instrument, .candles(hour), source: source), in: .all, into: batch)
        return batch
    }
}
