import Ingestion
import MarketData
import Storage
import Testing

/// What a copy tells the target's ledger of what sources have asserted.
@Suite(.serialized) struct CopiedCoverageTests {
    let (from, to): (Bench, Bench)

    init() async throws {
        (from, to) = (try Bench(), try Bench())
        try from.write("XBTUSD_60.csv", candleLines(48))
        try from.write("LTCUSD_60.csv", candleLines(24, from: 5))
        try from.write("LTCUSD.csv", "1704067200,10,1\n1704067230,12,2\n")
        _ = try await from.ingest()
    }

    private func copy(
        to target: (any TimeSeriesStore)? = nil, in range: TimeRange = .all, ledger: (any Ledger)? = nil,
        originLedgers: [any Ledger]? = nil
    ) throws -> CopyJob.Result {
        let plan = try CopyPlan(
            from: from.store, to: target ?? to.store, matching: SeriesFilter(), range: range)
        let job = CopyJob(
            plan, from: from.store, to: target ?? to.store, ledger: ledger ?? to.ledger,
            originLedgers: originLedgers ?? [from.ledger], subject: "all of it")
        return try job.run(meter: RowMeter(), now: { Bench.now })
    }

    private func series(_ base: String) throws -> Series {
        try #require(try from.store.series(matching: SeriesFilter(base: base, content: .candles)).first?.series)
    }

    /// What a ledger has of a series of a store, without who heard it.
    private static func told(
        _ ledger: any Ledger, _ series: Series, _ store: any TimeSeriesStore
    ) throws -> [CoverageRecord] {
        try ledger.coverage(of: .series(series), in: store.identity()).map { record in
            var record = record
            (record.job, record.verifiedAt) = (JobID(0), nil)
            return record
        }
    }

    @Test(arguments: [false, true])
    func copy_whole_carriesWhatSourcesAsserted(intoOneLedger: Bool) throws {
        let ledger = intoOneLedger ? from.ledger : to.ledger
        let result = try copy(ledger: ledger)
        #expect(result.state == .completed && result.asserted.count == 3)
        for series in result.asserted {
            let expected = try Self.told(from.ledger, series, from.store)
            #expect(!expected.isEmpty)
            #expect(try Self.told(ledger, series, to.store) == expected)
        }
        let recount = try Recount(to.store, ledger).run()
        #expect(recount.differences.isEmpty && recount.agreeing.count == 3)
        let again = try copy(ledger: ledger)
        #expect(again.asserted == result.asserted)
        #expect(try Recount(to.store, ledger).run().differences.isEmpty)
    }

    @Test func copy_originReadTwice_keepsRowsOfWhatBecomesOneRecord() async throws {
        _ = try await from.ingest(again: true)
        let bitcoin = try series("BTC")
        #expect(try Self.told(from.ledger, bitcoin, from.store).map(\.rows) == [48, 48])
        _ = try copy()
        #expect(try Self.told(to.ledger, bitcoin, to.store).map(\.rows) == [48])
    }

    @Test func copy_recordThatKnowsFewerRowsThanThereAre_leavesThemOut() async throws {
        let whole = try #require(try Self.told(from.ledger, series("BTC"), from.store).first)
        let job = try from.ledger.startJob(
            JobStart(
                command: "load", subject: "", items: 1, startedAt: Bench.now, store: from.store.identity(),
                storeLocation: ""))
        var less = whole
        (less.job, less.rows) = (job, 40)
        try from.ledger.record([.coverage(less)])
        _ = try copy()
        #expect(try Recount(to.store, to.ledger).run().differences.isEmpty)
    }

    @Test func copy_partOfTime_carriesThatPartWithoutCountOfCutOnes() throws {
        let moment = Timestamp(nanoseconds: (1_704_067_200 + 10 * 3600) * 1_000_000_000)
        let bitcoin = try series("BTC")
        let limit = CoverageRecord(
            .series(bitcoin), .sourceLimit, try #require(TimeRange(.earliest, Timestamp(nanoseconds: 0))),
            job: JobID(1),
            at: Bench.now)
        try from.ledger.record([.coverage(limit)])
        _ = try copy(in: try #require(TimeRange(.earliest, moment)))
        let told = try Self.told(to.ledger, bitcoin, to.store)
        #expect(told.map(\.claim) == [.sourceLimit, .covered])
        #expect(told.last?.range.end == moment && told.last?.rows == nil && told.last?.medium == .file)
        #expect(try Recount(to.store, to.ledger).run().differences.isEmpty)
    }

    @Test func copy_assertedOfTheCategory_isCarriedForTheSeries() throws {
        let bitcoin = try series("BTC")
        let category = try #require(try from.ledger.assets().first { $0.ticker == "BTC" }?.category)
        let hour = try #require(
            TimeRange(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 3_600_000_000_000)))
        let scope = CoverageScope.group(source: bitcoin.source, kind: bitcoin.kind, category: category)
        try from.ledger.record([
            .coverage(CoverageRecord(scope, .covered, hour, job: JobID(1), at: Bench.now, origin: "all of a day"))
        ])
        _ = try copy()
        let told = try Self.told(to.ledger, bitcoin, to.store)
        #expect(told.first?.range == hour && told.first?.origin == "all of a day" && told.first?.rows == nil)
    }

    @Test func copy_seriesThatAreNotWhole_areNotAsserted() throws {
        let (litecoin, bitcoin) = (try series("LTC"), try series("BTC"))
        let refusing = RefusingStore(to.store, litecoin)
        #expect(try !copy(to: refusing).asserted.contains(litecoin))
        let late = LateStore(to.store)
        late.hide(bitcoin)
        let result = try copy(to: late)
        #expect(result.state == .partial && !result.asserted.contains(bitcoin) && result.asserted.contains(litecoin))
        #expect(try Self.told(to.ledger, bitcoin, to.store).count == 1, "of the first copy")
    }

    @Test func copy_withoutLedgerOfTheOrigin_assertsNothing() throws {
        for ledgers in [[], [to.ledger]] as [[any Ledger]] {
            #expect(try copy(originLedgers: ledgers).asserted.isEmpty)
            #expect(try to.ledger.coverageSets(in: to.store.identity()).isEmpty)
        }
    }
}
