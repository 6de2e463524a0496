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

    /// Hours from some to others of 2024-01-01.
    private static func hours(_ hours: Range<Int>) -> TimeRange? {
        func moment(_ hour: Int) -> Timestamp {
            Timestamp(nanoseconds: (1_704_067_200 + Int64(hour) * 3600) * 1_000_000_000)
        }
        return TimeRange(moment(hours.lowerBound), moment(hours.upperBound))
    }

    @Test(
        arguments: [
            // A file asserts from its first row to the end of its last.
            (files: [1..<10], noted: nil, asked: nil, made: 1, claimed: [4..<8]),
            (files: [0..<8, 16..<24], noted: nil, asked: nil, made: 4, claimed: [0..<8, 16..<24]),
            (files: [0..<24], noted: nil, asked: 3..<13, made: 2, claimed: [4..<12]),
            // Asserted, but cut by the first or the last row, and so not made.
            (files: [1..<10], noted: 0..<24, asked: nil, made: 1, claimed: [4..<8, 12..<24]),
            (files: [4..<8], noted: 0..<24, asked: nil, made: 1, claimed: [0..<24]),
        ] as [(files: [Range<Int>], noted: Range<Int>?, asked: Range<Int>?, made: Int, claimed: [Range<Int>])])
    func resample_originThatIsAsserted_assertsItsWholeCandles(
        _ files: [Range<Int>], noted: Range<Int>?, asked: Range<Int>?, made: Int, claimed: [Range<Int>]
    ) async throws {
        let bench = try Bench()
        for (number, hours) in files.enumerated() {
            try bench.write("\(number)/XBTUSD_60.csv", candleLines(hours.count, from: hours.lowerBound))
        }
        _ = try await bench.ingest()
        let origin = try #require(try bench.store.series(matching: SeriesFilter()).first?.series)
        if let range = noted.flatMap(Self.hours) {
            let record = CoverageRecord(.series(origin), .covered, range, job: JobID(1), at: Bench.now)
            try bench.ledger.record([.coverage(record)])
        }
        let range = asked.flatMap(Self.hours) ?? .all
        let results = try resample(bench, SeriesFilter(interval: Interval(minutes: 60)), to: 240, in: range)
        #expect(results.map(\.candles) == [made])
        let derived = CoverageScope.series(results[0].step.target)
        let told = try bench.ledger.coverage(of: derived, in: bench.store.identity())
        #expect(told.map(\.range) == claimed.compactMap(Self.hours))
        #expect(told.allSatisfy { $0.medium == .derived && $0.claim == .covered && $0.origin == "\(origin)" })
        #expect(told.map(\.rows) == (claimed.count == 1 ? [made] : claimed.map { _ in nil }))
        #expect(try Recount(bench.store, bench.ledger).run().differences.isEmpty)
    }

    @Test func resample_originThatNobodyAsserted_assertsNothing() throws {
        let bench = try Bench()
        let origin = Series(
            Instrument(base: "BTC", quote: "USD"), .candles(try #require(Interval(minutes: 60))), source: "old")
        let batch = CandleBatch()
        for hour in 0..<8 {
            batch.openTime[hour] = (1_704_067_200 + Int64(hour) * 3600) * 1_000_000_000
            (batch.open[hour], batch.high[hour], batch.low[hour], batch.close[hour]) = (1, 2, 1, 1)
            (batch.volume[hour], batch.trades[hour], batch.vwap[hour]) = (1, 1, .nan)
            batch.count += 1
        }
        _ = try bench.store.write(batch, to: origin)
        let results = try resample(bench, SeriesFilter(), to: 240)
        #expect(results.map(\.candles) == [2])
        #expect(try bench.ledger.coverageSets(in: bench.store.identity()).isEmpty)
    }
}
