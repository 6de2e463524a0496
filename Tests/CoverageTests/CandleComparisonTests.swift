import Coverage
import MarketData
import OutlookCases
import Testing

@Suite struct CandleComparisonTests {
    private struct Candle: Hashable {
        var time: Int64
        var open = 1.0, high = 4.0, low = 0.5, close = 2.0, volume = 10.0
    }

    /// Compares two lists in batches of a size.
    private static func compare(
        _ a: [Candle], _ b: [Candle], batch size: Int, _ tolerance: ComparisonTolerance = ComparisonTolerance()
    ) -> (counts: ComparisonCounts, differences: [CandleDifference]) {
        var (comparison, differences) = (CandleComparison(tolerance), [CandleDifference]())
        var rest = [CandleComparison.Side.a: a[...], .b: b[...]]
        let batches = [CandleComparison.Side.a: CandleBatch(capacity: size), .b: CandleBatch(capacity: size)]
        while let side = comparison.wanting {
            let next = rest[side, default: []].prefix(size)
            rest[side]?.removeFirst(next.count)
            if let batch = batches[side] { fill(batch, next) }
            comparison.take(next.isEmpty ? nil : batches[side], of: side) { differences.append($0) }
        }
        return (comparison.counts, differences)
    }

    private static func fill(_ batch: CandleBatch, _ candles: ArraySlice<Candle>) {
        for (row, candle) in candles.enumerated() {
            batch.openTime[row] = candle.time
            batch.open[row] = candle.open
            batch.high[row] = candle.high
            batch.low[row] = candle.low
            batch.close[row] = candle.close
            batch.volume[row] = candle.volume
        }
        batch.count = candles.count
    }

    @Test(arguments: 1...10)
    func comparison_ofMadeUpCandles_countsAsSetsDo(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            func some() -> [Candle] {
                (Int64(0)..<40).compactMap { time -> Candle? in
                    if Int.random(in: 0..<3, using: &random) == 0 { return nil }
                    var candle = Candle(time: time)
                    if Int.random(in: 0..<4, using: &random) == 0 { candle.close = 3 }
                    return candle
                }
            }
            let (a, b) = (some(), some())
            let found = Self.compare(a, b, batch: Int.random(in: 1...50, using: &random))
            let (timesA, timesB) = (Set(a.map(\.time)), Set(b.map(\.time)))
            #expect(found.counts.both == timesA.intersection(timesB).count)
            #expect(found.counts.onlyA == timesA.subtracting(timesB).count)
            #expect(found.counts.onlyB == timesB.subtracting(timesA).count)
            let unlike = timesA.intersection(timesB).subtracting(Set(a).intersection(b).map(\.time))
            #expect(found.counts.differing == unlike.count)
            #expect(found.differences.map(\.openTime.nanoseconds) == unlike.sorted())
            #expect(found.differences.allSatisfy { $0.values.map(\.field) == [.close] })
        }
    }

    @Test(arguments: [
        (100.0, 101.0, 0.01, true), (100.0, 101.0, 0.009, false), (5, 5, 0, true), (5, 5.000001, 0, false),
        (.nan, 5, 0, true), (0, 0, 0, true), (0, 1e-12, 0.5, false), (-1, 1, 0.5, false),
    ])
    func values_withinTheTolerance_areTheSame(a: Double, b: Double, tolerance: Double, isSame: Bool) throws {
        let one = ComparisonTolerance(price: tolerance, volume: 1)
        let found = Self.compare([Candle(time: 5, high: a)], [Candle(time: 5, high: b)], batch: 1, one)
        #expect(found.counts.both == 1 && found.counts.differing == (isSame ? 0 : 1))
        if !isSame {
            let value = try #require(found.differences.first?.values.first)
            #expect(value.field == .high && value.a == a && value.b == b)
        }
    }

    @Test func volume_hasItsOwnTolerance() {
        let (a, b) = ([Candle(time: 5, volume: 10)], [Candle(time: 5, volume: 10.05)])
        #expect(Self.compare(a, b, batch: 9, ComparisonTolerance(price: 0, volume: 0.01)).counts.differing == 0)
        #expect(Self.compare(a, b, batch: 9, ComparisonTolerance(price: 1, volume: 0.001)).counts.differing == 1)
    }

    @Test func nothing_comparedWithSomething_isOnlyInOne() {
        let some = (Int64(0)..<10).map { Candle(time: $0) }
        #expect(Self.compare([], some, batch: 3).counts.onlyB == 10)
        #expect(Self.compare(some, [], batch: 3).counts.onlyA == 10)
        #expect(Self.compare([], [], batch: 3).counts == ComparisonCounts())
    }

    @Test func candlesOutOfOrder_trap() async {
        await #expect(processExitsWith: .failure) {
            let batch = CandleBatch(capacity: 2)
            batch.openTime[0] = 2
            batch.openTime[1] = 1
            batch.count = 2
            var comparison = CandleComparison()
            comparison.take(batch, of: .a) { _ in }
            comparison.take(nil, of: .b) { _ in }
        }
    }
}
