import Ingestion
import MarketData
import Storage
import Testing

@Suite(.serialized) struct CopyTests {
    let (from, to): (Bench, Bench)

    init() async throws {
        (from, to) = (try Bench(), try Bench())
        for (index, pair) in ["XBTUSD", "LTCUSD", "ADAUSD"].enumerated() {
            try from.write("\(pair)_5.csv", candleLines(30_000 + 25_000 * index, minutes: 5, from: 400 * index))
            try from.write(
                "\(pair).csv", (0..<9000).map { "\(1_704_067_200 + $0 / 3),\(100 + $0 % 7),0.5\n" }.joined())
        }
        _ = try await from.ingest()
    }

    private func plan(_ target: any TimeSeriesStore, _ filter: SeriesFilter = SeriesFilter()) throws -> CopyPlan {
        try CopyPlan(from: from.store, to: target, matching: filter, range: .all)
    }

    private func copy(
        to target: any TimeSeriesStore, _ filter: SeriesFilter = SeriesFilter(), meter: RowMeter = RowMeter()
    ) throws -> CopyJob.Result {
        let job = CopyJob(
            try plan(target, filter), from: from.store, to: target, ledger: to.ledger, subject: "all of it")
        return try job.run(meter: meter, now: { Bench.now })
    }

    @Test(arguments: [false, true])
    func copy_everything_givesTheSameRows(byTime: Bool) throws {
        let target: any TimeSeriesStore = byTime ? LateStore(to.store) : to.store
        let result = try copy(to: target)
        #expect(result.state == .completed && result.shortfalls.isEmpty && !result.isContinued)
        #expect(result.written.rows == 165_000 + 27_000)
        let (contents, expected) = (try to.contents(), try from.contents())
        #expect(contents == expected)
        let again = try copy(to: to.store)
        #expect(again.written == WriteCount(unchanged: 192_000))
        #expect(try to.ledger.job(again.job)?.state == .completed)
    }

    @Test func copy_filtered_leavesTheRest() throws {
        let result = try copy(to: to.store, SeriesFilter(base: "LTC", content: .candles))
        #expect(result.written == WriteCount(inserted: 55_000))
        #expect(try to.store.series(matching: SeriesFilter()).map(\.series.instrument.base) == ["LTC"])
    }

    @Test(arguments: [false, true], [1, 2])
    func copy_stopped_goesOnWhereItWas(byTime: Bool, batches: Int) throws {
        let meter = RowMeter()
        let stopping = StoppingStore(byTime ? LateStore(to.store) : to.store, after: batches) { meter.stop() }
        let first = try copy(to: stopping, meter: meter)
        #expect(first.state == .paused)
        let token = try #require(try to.ledger.job(first.job)?.progress.resumeToken)
        #expect(!token.isEmpty)
        let meter2 = RowMeter()
        let second = try copy(to: byTime ? LateStore(to.store) : to.store, meter: meter2)
        #expect(second.isContinued && second.state == .completed)
        // What lies before the place is not read again; of each stream's last instant some rows may be.
        #expect(second.written.rows < 192_000 - (batches - 1) * BatchSize.rows / 2)
        #expect(meter2.rowsDone >= 192_000)
        let (contents, expected) = (try to.contents(), try from.contents())
        #expect(contents == expected)
        #expect(try !copy(to: to.store).isContinued)
    }

    @Test func copy_targetThatRefusesASeries_copiesTheOthers() throws {
        let ada = try #require(
            try from.store.series(matching: SeriesFilter(base: "ADA", content: .candles)).first?.series)
        for byTime in [false, true] {
            let target = RefusingStore(byTime ? LateStore(to.store) : to.store, ada)
            let result = try copy(to: target)
            #expect(result.state == .partial && result.refused.map(\.series) == [ada])
            #expect(result.message.contains("ADA/USD"))
            #expect(try to.store.count(ada, in: .all) == 0)
            #expect(try to.contents() == from.contents().filter { !$0.hasPrefix("\(ada) ") })
        }
    }

    @Test func plan_targetWithoutVWAP_saysWhatWillBeLost() throws {
        #expect(try plan(LateStore(to.store)).losses.map(\.promise) == [.keepsVWAP])
        #expect(try plan(to.store).losses.isEmpty)
        #expect(try plan(to.store).rows == 192_000)
    }

    @Test func copy_targetThatShowsFewerRows_isPartial() throws {
        let late = LateStore(to.store)
        late.hide(try #require(try from.store.series(matching: SeriesFilter(base: "ADA")).first?.series))
        let result = try copy(to: late)
        #expect(result.state == .partial && result.shortfalls.map(\.visible) == [79_999])
    }

    @Test func ingest_storeThatShowsFewerRows_isPartialAndSaysWhichAreMissing() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(50))
        try bench.write("ETHUSD_60.csv", candleLines(50))
        let late = LateStore(bench.store)
        let all = try await bench.ingest(into: late)
        #expect(all.state == .completed && all.visible?.visible == 100 && all.visible?.sent == 100)
        late.hide(try #require(try bench.store.series(matching: SeriesFilter(base: "ETH")).first?.series))
        let summary = try await bench.ingest(into: late, again: true)
        #expect(summary.state == .partial && summary.visible?.visible == 99)
        #expect(summary.message.contains("does not show 1 of 50 of ETH/USD 1h"))
    }
}
