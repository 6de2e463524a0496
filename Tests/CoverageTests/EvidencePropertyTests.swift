import Coverage
import Foundation
import MarketData
import OutlookCases
import Testing

/// Evidence against a look at every minute by itself.
@Suite struct EvidencePropertyTests {
    private static let minute: Int64 = 60_000_000_000
    private static let slots: Range<Int64> = 0..<60

    /// A made-up window of an hour, on the grid.
    private struct Case: CustomStringConvertible {
        var counts: [Int64: Int64] = [:]
        var judged: Set<Int64> = []
        var known: Set<Int64> = []
        var open: Set<Int64> = []
        /// Trades of the coarser candles of five minutes, by the minute in which they open.
        var coarser: [Int64: Int64] = [:]
        var trades: [Int64] = []
        let settings = EvidenceSettings(threshold: 0.01, neighbours: 4, fewestNeighbours: 2)

        init(_ random: inout SeededGenerator) {
            func some(_ tenths: Int) -> Set<Int64> {
                // Blocks of four minutes, so that ranges are a few.
                let blocks = (Int64(0)..<15).filter { _ in Int.random(in: 0..<10, using: &random) < tenths }
                return Set(blocks.flatMap { $0 * 4..<$0 * 4 + 4 })
            }
            (judged, known, open) = (some(8), some(9), some(8))
            let most = [0, 8, 30].randomElement(using: &random) ?? 0
            for slot in slots where Int.random(in: 0..<10, using: &random) < 7 {
                let isCounted = Int.random(in: 0..<20, using: &random) > 0
                counts[slot] = isCounted ? Int64.random(in: 1...Int64(1 + most), using: &random) : -1
            }
            for start in stride(from: Int64(0), to: 60, by: 5) where Int.random(in: 0..<3, using: &random) == 0 {
                let sum = (start..<start + 5).reduce(Int64(0)) { $0 + max(0, counts[$1] ?? 0) }
                coarser[start] =
                    Int.random(in: 0..<5, using: &random) == 0 ? -1 : sum + Int64.random(in: 0...1, using: &random)
            }
            trades = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Int64.random(in: 0..<60 * minute, using: &random)
            }
            trades.sort()
        }

        var window: EvidenceWindow {
            let times = counts.keys.sorted()
            let starts = coarser.keys.sorted()
            return EvidenceWindow(
                Interval.usual[0],
                rows: .init(times: times.map { $0 * minute }, trades: times.map { counts[$0] ?? -1 }),
                judged: set(judged), known: set(known), open: set(open),
                witnesses: [
                    .init(nil, .init(times: trades)),
                    .init(
                        Interval.usual[1],
                        .init(times: starts.map { $0 * minute }, trades: starts.map { coarser[$0] ?? -1 })),
                ])
        }

        var description: String {
            "counts \(counts.sorted { $0.key < $1.key }), judged \(judged.sorted()), known \(known.sorted()), open \(open.sorted()), coarser \(coarser), trades \(trades)"
        }

        /// Whether a minute has no row where there could be one and the source has spoken.
        func isEmpty(_ slot: Int64) -> Bool { counts[slot] == nil && known.contains(slot) && open.contains(slot) }

        func reason(_ slot: Int64) -> SuspectRun.Reason? {
            if trades.contains(where: { $0 / minute == slot }) { return .finer }
            let start = slot / 5 * 5
            if let held = coarser[start], isContradicted(start..<start + 5, held) { return .coarser }
            let sides = [side(slot, -1), side(slot, 1)].compactMap(\.self)
            guard let expected = sides.min() else { return nil }
            if sides.count == 1, runLength(slot) > settings.fewestNeighbours { return nil }
            return exp(-expected) < settings.threshold ? .improbable : nil
        }

        private func isContradicted(_ parts: Range<Int64>, _ held: Int64) -> Bool {
            guard parts.allSatisfy({ counts[$0] != nil || known.contains($0) }), parts.contains(where: isEmpty) else {
                return false
            }
            let values = parts.compactMap { counts[$0] }
            if held >= 0, !values.contains(-1) { return held > values.reduce(0, +) }
            return held != 0 && values.isEmpty
        }

        /// How many empty minutes lie around an empty one, with nothing but closed time between.
        private func runLength(_ slot: Int64) -> Int {
            let minutes = slots.filter(open.contains)
            let place = minutes.firstIndex(of: slot) ?? 0
            return minutes[place...].prefix(while: isEmpty).count
                + minutes[..<place].reversed().prefix(while: isEmpty).count
        }

        /// Walks out of the run of empty minutes, then over as many open minutes as are looked at.
        private func side(_ slot: Int64, _ direction: Int64) -> Double? {
            let outward = (1...60).map { slot + Int64($0) * direction }.filter {
                slots.contains($0) && open.contains($0)
            }
            let beside = outward.drop(while: isEmpty).prefix(settings.neighbours)
            let values = beside.compactMap { counts[$0] ?? (known.contains($0) ? 0 : -1) }.filter { $0 >= 0 }.sorted()
            if values.count < settings.fewestNeighbours { return nil }
            return Double(values[(values.count - 1) / 4])
        }

        private func set(_ slots: Set<Int64>) -> RangeSet { RangeSet(slots.map { EvidencePropertyTests.time($0) }) }
    }

    private static func time(_ slot: Int64) -> TimeRange { OutlookCase.time(slot) }

    @Test(arguments: 1...10)
    func report_ofMadeUpWindows_agreesWithEveryMinute(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 77)
        var seen: [SuspectRun.Reason?: Int] = [:]
        for _ in 0..<300 {
            let one = Case(&random)
            let report = one.window.report(one.settings)
            var empty = 0
            for slot in Self.slots {
                let suspects = report.suspects.filter { $0.range.overlaps(Self.time(slot)) }
                let isQuiet = report.noTrades.contains { $0.overlaps(Self.time(slot)) }
                if one.isEmpty(slot), one.judged.contains(slot) {
                    empty += 1
                    let reason = one.reason(slot)
                    seen[reason, default: 0] += 1
                    try #require(suspects.map(\.reason) == [reason].compactMap(\.self), "minute \(slot): \(one)")
                    try #require(isQuiet == (reason == nil), "minute \(slot): \(one)")
                } else {
                    try #require(suspects.isEmpty && !isQuiet, "minute \(slot): \(one)")
                }
            }
            #expect(report.emptyIntervals == empty)
            #expect(report.suspects.allSatisfy { !$0.evidence.isEmpty && $0.intervals > 0 })
        }
        // Every outcome was met.
        #expect(seen.count == 4, "\(seen)")
    }
}
