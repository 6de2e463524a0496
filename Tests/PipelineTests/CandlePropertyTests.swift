import MarketData
import Pipeline
import Testing

@Suite struct CandlePropertyTests {
    private static let odd: [Double] = [
        .nan, .infinity, -.infinity, 0, -0.0, -1, 8.5, 9, 10, 11, 12, 13, 4.5, 24, 24.1, .leastNonzeroMagnitude,
        .greatestFiniteMagnitude,
    ]

    private static func rows(_ count: Int, _ random: inout SeededGenerator, faults: Int) -> [CandleRow] {
        var minute: Int64 = 0
        return (0..<count).map { index in
            minute += [1, 1, 1, 1, 1, 2, 5, 0, 0, -1][Int.random(in: 0..<10, using: &random)]
            var row = CandleRow(minute: minute)
            (row.row, row.position) = (Int64(index) + 1, Int64(index) * 30)
            guard Int.random(in: 0..<100, using: &random) < faults else { return row }
            let value = odd[Int.random(in: 0..<odd.count, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0: row.open = value
            case 1: row.high = value
            case 2: row.low = value
            case 3: row.close = value
            case 4: row.volume = value
            case 5: row.vwap = value
            case 6: row.trades = [-1, 0, -2, .min, .max][Int.random(in: 0..<5, using: &random)]
            case 7: row.flags = UInt32.random(in: 0...3, using: &random)
            case 8: row.time += [1, -1, 30_000_000_000][Int.random(in: 0..<3, using: &random)]
            default:
                row.time = [.min, .max, 0, testNow.nanoseconds + minuteLength][Int.random(in: 0..<4, using: &random)]
            }
            return row
        }
    }

    @Test(arguments: 1...200)
    func randomRows_inRandomBatches_agreeWithTheReference(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let rows = Self.rows(150, &random, faults: [0, 5, 40, 100][seed % 4])
        let sizes = (0..<20).map { _ in Int.random(in: 0...12, using: &random) }
        let anchor = seed % 3 == 0 ? -minuteLength * 7 : 0
        let rules = CandleRules(interval: try minutes(1), anchor: anchor, now: testNow)
        let wanted = CandleReference(rows, rules)
        let run = CandleRun(rows, rules, batches: sizes)
        #expect(run.kept == wanted.kept)
        #expect(run.count == wanted.count)
        #expect(run.rejects.map(\.row) == wanted.refused.map(\.row))
        #expect(run.codes == wanted.refused.map(\.code))
        #expect(zip(run.kept, run.kept.dropFirst()).allSatisfy { $0.time < $1.time })
        #expect(run.rejects.allSatisfy { $0.reason.contains("expected") })
    }

    @Test func randomSequences_reachEveryOutcome() throws {
        var random = SeededGenerator(seed: 7)
        let rules = CandleRules(interval: try minutes(1), now: testNow)
        let run = CandleRun(Self.rows(4000, &random, faults: 40), rules, limit: 4000)
        #expect(run.count.kept > 0 && run.count.duplicates > 0 && run.count.noTrades > 0)
        #expect(
            Set(run.codes) == [.price, .range, .volume, .alignment, .period, .order, .conflict, .count],
            "else the comparison with the reference proves less than it says")
    }
}
