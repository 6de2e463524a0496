import Ingestion
import MarketData
import Storage
import Synchronization
import Testing

@Suite(.serialized) struct ResampleTests {
    private func resample(_ bench: Bench, _ from: SeriesFilter, to minutes: Int, in range: TimeRange = .all) throws
        -> [ResampleJob.Result]
    {
        let interval = try #require(Interval(minutes: minutes))
        let origins = try bench.store.series(matching: from)
        let job = try ResampleJob(store: bench.store, from: origins, to: interval, range: range)
        return try job.run(ledger: bench.ledger, now: { Bench.now })
    }

    @Test func resample_ownCandlesOfThatInterval_areNotTouched() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(48))
        try bench.write("XBTUSD_240.csv", candleLines(12, minutes: 240))
        _ = try await bench.ingest()
        let own = try bench.contents()
        let results = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240)
        #expect(results.map(\.candles) == [12] && results[0].written.inserted == 12 && results[0].leftOut == 0)
        let after = try bench.contents()
        #expect(after.filter { !$0.contains("(derived)") } == own)
        #expect(after.filter { $0.contains("BTC/USD 4h (derived)") }.count == 12)
        let again = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240)
        #expect(again[0].written == WriteCount(unchanged: 12))
        #expect(try bench.ledger.jobs(limit: 1).first?.start.command == "resample")
    }

    @Test func resample_cutCandles_areLeftOutAndCounted() async throws {
        let bench = try Bench()
        // From 01:00 to 10:00: the first and the last four hours are not whole.
        try bench.write("XBTUSD_60.csv", candleLines(9, from: 1))
        _ = try await bench.ingest()
        let result = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240)[0]
        #expect(result.candles == 1 && result.leftOut == 2)
    }

    @Test func resample_trades_giveCandlesOfWholeIntervals() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD.csv", "1704067200,10,1\n1704067230,12,2\n1704067260,11,1\n1704067320,9,5\n")
        _ = try await bench.ingest()
        let result = try resample(bench, SeriesFilter(content: .trades), to: 1)[0]
        #expect(result.candles == 2 && result.leftOut == 1)
        let derived = try bench.contents().filter { $0.contains("(derived)") }
        #expect(derived.first == "BTC/USD 1m (derived) 1704067200000000000 [10.0, 12.0, 10.0, 12.0, 3.0] 2")
    }

    @Test func resample_stoppedWithinASeries_isPausedWithThatSeriesToGo() async throws {
        let bench = try Bench()
        try bench.write("LTCUSD_60.csv", candleLines(8))
        try bench.write("XBTUSD_60.csv", candleLines(8))
        _ = try await bench.ingest()
        let meter = RowMeter()
        let store = FaultyStore(bench.store, .meanwhile { meter.stop() }, at: 1)
        let interval = try #require(Interval(minutes: 240))
        let origins = try bench.store.series(matching: SeriesFilter(interval: Interval(minutes: 60)))
        let job = try ResampleJob(store: store, from: origins, to: interval, range: .all)
        _ = try job.run(ledger: bench.ledger, meter: meter, now: { Bench.now })
        let record = try #require(try bench.ledger.jobs(limit: 1).first)
        #expect(record.state == .paused && record.start.items == 2 && record.progress.itemsDone == 1)
    }

    @Test func resample_longSeries_showsLifeOnItsWay() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_1.csv", candleLines(BatchSize.rows + 60, minutes: 1))
        _ = try await bench.ingest()
        var clock = Bench.now.nanoseconds
        let beforeItsWrite = Mutex<JobRecord?>(nil)
        let ledger = bench.ledger
        let store = FaultyStore(
            bench.store,
            .meanwhile { () throws(StorageError) in
                let job = try ledger.jobs(limit: 1).first
                beforeItsWrite.withLock { $0 = job }
            }, at: 0)
        let interval = try #require(Interval(minutes: 60))
        let job = try ResampleJob(
            store: store, from: bench.store.series(matching: SeriesFilter()), to: interval, range: .all)
        _ = try job.run(ledger: ledger) {
            clock += 10_000_000_000
            return Timestamp(nanoseconds: clock)
        }
        let record = try #require(beforeItsWrite.withLock { $0 })
        #expect(
            record.state == .running
                && record.progress.at.nanoseconds >= record.start.startedAt.nanoseconds + 20_000_000_000)
    }

    @Test func resample_noMultiple_saysWhatIsExpected() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(9))
        _ = try await bench.ingest()
        let error = #expect(throws: ResampleError.self) {
            _ = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 90)
        }
        #expect(error?.description.contains("multiple") == true)
    }

    @Test func resample_derivedAndOwnOrigins_takesTheSourcesOwn() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_15.csv", candleLines(96, minutes: 15))
        try bench.write("XBTUSD_60.csv", candleLines(24))
        _ = try await bench.ingest()
        _ = try resample(bench, SeriesFilter(interval: Interval(minutes: 15)), to: 60)
        let result = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240)
        #expect(result.map(\.step.origin.series.source) == ["kraken-csv"])
    }

    @Test func resample_range_limitsWhatIsMade() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(48))
        _ = try await bench.ingest()
        let start = try #require(Timestamp(rfc3339: "2024-01-01T04:00:00Z"))
        let end = try #require(Timestamp(rfc3339: "2024-01-01T13:00:00Z"))
        let range = try #require(TimeRange(start, end))
        let result = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240, in: range)[0]
        #expect(result.candles == 2 && result.leftOut == 1)
    }
}
