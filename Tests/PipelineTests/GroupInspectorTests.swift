import MarketData
import Pipeline
import Testing

/// Candles of many series from one source: judged as those of each alone.
@Suite struct GroupInspectorTests {
    private static let interval = Interval.usual[0]
    private static let rules = CandleRules(
        interval: interval, now: Timestamp(nanoseconds: 1_800_000_000_000_000_000))

    /// Rows that repeat, go back, contradict each other and have no trades, of several series.
    private func rows(_ seed: UInt64) -> [(place: UInt32, time: Int64, price: Double, flags: UInt32)] {
        var generator = SeededGenerator(seed: seed)
        return (0..<400).map { _ in
            (
                UInt32.random(in: 0..<5, using: &generator),
                (1_700_000_040 + Int64.random(in: 0..<40, using: &generator) * 30) * 1_000_000_000,
                Double(Int.random(in: 0..<3, using: &generator)),
                Int.random(in: 0..<8, using: &generator) == 0 ? CandleFlags.noTrades : CandleFlags.final
            )
        }
    }

    private func batch(_ rows: [(place: UInt32, time: Int64, price: Double, flags: UInt32)]) -> CandleBatch {
        let batch = CandleBatch(capacity: max(1, rows.count))
        for (index, row) in rows.enumerated() {
            batch.openTime[index] = row.time
            (batch.open[index], batch.high[index]) = (row.price, row.price)
            (batch.low[index], batch.close[index]) = (row.price, row.price)
            (batch.volume[index], batch.vwap[index], batch.trades[index]) = (1, .nan, -1)
            (batch.symbol[index], batch.flags[index]) = (row.place, row.flags)
            (batch.row[index], batch.position[index]) = (Int64(index), -1)
        }
        batch.count = rows.count
        return batch
    }

    private func times(_ batch: CandleBatch) -> [Int64] { (0..<batch.count).map { batch.openTime[$0] } }

    @Test(arguments: UInt64(1)...20)
    func rows_ofManySeries_areJudgedAsThoseOfEachAlone(seed: UInt64) {
        let all = rows(seed)
        let mixed = batch(all)
        var (group, rejects) = (GroupInspector(Self.rules), RejectLog())
        let count = group.inspect(mixed, rejects: &rejects, rawText: { _ in "" })
        var expected = InspectionCount()
        for place in UInt32(0)..<5 {
            let alone = batch(all.filter { $0.place == place })
            var (inspector, log) = (CandleInspector(Self.rules), RejectLog())
            expected += inspector.inspect(alone, rejects: &log, rawText: { _ in "" })
            let kept = (0..<mixed.count).filter { mixed.symbol[$0] == place }.map { mixed.openTime[$0] }
            #expect(kept == times(alone))
        }
        #expect(count == expected && group.total == expected && rejects.total == count.rejected)
        #expect(count.rejected > 0 && count.kept > 0)
    }

    @Test func rows_overSeveralBatches_areComparedWithThoseBefore() {
        let all = rows(7)
        let whole = batch(all)
        var (one, rejects) = (GroupInspector(Self.rules), RejectLog())
        one.inspect(whole, rejects: &rejects, rawText: { _ in "" })
        var (other, log) = (GroupInspector(Self.rules), RejectLog())
        var kept: [Int64] = []
        for start in stride(from: 0, to: all.count, by: 7) {
            let part = batch(Array(all[start..<min(start + 7, all.count)]))
            other.inspect(part, rejects: &log, rawText: { _ in "" })
            kept += times(part)
        }
        #expect(kept == times(whole) && other.total == one.total)
    }

    @Test func inspector_thatGoesOnByOtherRules_keepsTheRowBefore() {
        let day: Int64 = 1_700_000_040_000_000_000
        var inspector = CandleInspector(CandleRules(interval: Self.interval, now: Timestamp(nanoseconds: day)))
        var rejects = RejectLog()
        let first = batch([(0, day, 1, CandleFlags.final), (0, day + 60_000_000_000, 1, CandleFlags.final)])
        inspector.inspect(first, rejects: &rejects, rawText: { _ in "" })
        #expect(first.count == 1 && rejects.total == 1)
        inspector.goOn(Self.rules)
        let second = batch([(0, day, 1, CandleFlags.final), (0, day + 60_000_000_000, 1, CandleFlags.final)])
        let count = inspector.inspect(second, rejects: &rejects, rawText: { _ in "" })
        #expect(count.duplicates == 1 && count.kept == 1)
    }

    @Test(arguments: [(0, true), (4, true), (5, true), (24, true)])
    func candle_ofADayThatBeginsAtAnyHour_isAligned(hour: Int64, isKept: Bool) throws {
        let day = try #require(Interval(minutes: 1440))
        let rules = CandleRules(
            interval: day, alignment: Interval(minutes: 60),
            now: Timestamp(nanoseconds: 1_800_000_000_000_000_000))
        func kept(_ rules: CandleRules, minutes: Int64) -> Bool {
            let rows = batch([(0, (1_704_067_200 + hour * 3600 + minutes * 60) * 1_000_000_000, 1, CandleFlags.final)])
            var (inspector, rejects) = (CandleInspector(rules), RejectLog())
            inspector.inspect(rows, rejects: &rejects, rawText: { _ in "" })
            return rows.count == 1
        }
        #expect(kept(rules, minutes: 0) == isKept && !kept(rules, minutes: 30))
        #expect(kept(CandleRules(interval: day, now: rules.now), minutes: 0) == (hour % 24 == 0))
    }
}
