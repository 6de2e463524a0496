import Coverage
import MarketData
import OutlookCases
import Testing

/// Gaps against a look at every slot by itself.
@Suite struct GapFinderPropertyTests {
    private struct Found: Equatable {
        var slots: [Int64]
        var gapClass: GapClass
        var candles: Int
        var source: Int?
    }

    /// Slot by slot: what is missing and open joins the gap before it unless the class changes or somebody has asserted
    /// what lies between.
    private static func gaps(_ one: OutlookCase) -> [Found] {
        var found: [Found] = []
        var isJoined = false
        for slot in OutlookCase.slots where one.isWanted(slot) {
            if one.isAsserted(slot) {
                isJoined = false
            } else if one.isOpen(slot) {
                let (gapClass, source) = one.gapClass(slot)
                if isJoined, let last = found.last, last.gapClass == gapClass {
                    found[found.count - 1].slots.append(slot)
                    found[found.count - 1].candles += 1
                } else {
                    found.append(Found(slots: [slot], gapClass: gapClass, candles: 1, source: source))
                }
                isJoined = true
            }
        }
        return found
    }

    @Test(arguments: 1...20)
    func gaps_ofMadeUpHistories_agreeWithEverySlot(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<300 {
            let one = OutlookCase(&random)
            var finder = GapFinder(OutlookCase.kind, open: one.open)
            // Twice, and another history between, because the buffers are used again.
            finder.find(in: .all, [SourceOutlook("other", covered: one.open)])
            finder.find(in: one.wanted, one.outlooks)
            let expected = Self.gaps(one)
            let isSame =
                finder.gaps.map(\.range) == expected.map { Self.range($0.slots) }
                && finder.gaps.map(\.gapClass) == expected.map(\.gapClass)
                && finder.gaps.map(\.candles) == expected.map(\.candles)
                && finder.gaps.map(\.source) == expected.map(\.source)
            try #require(isSame, "\(one)\nfound \(finder.gaps)\nexpected \(expected)")
            let open = OutlookCase.slots.filter { one.isWanted($0) && one.isOpen($0) }
            #expect(finder.expected == open.count)
            let completeness = finder.completeness(in: one.wanted, one.outlooks)
            #expect(completeness.asserted == open.count(where: one.isAsserted))
            #expect(completeness.missing.sum == expected.reduce(0) { $0 + $1.candles })
            try checkClosed(&finder, one)
        }
    }

    /// With closed time the stretches, and what is asserted, are all that was wanted.
    private func checkClosed(_ finder: inout GapFinder, _ one: OutlookCase) throws {
        let gaps = finder.gaps
        finder.find(in: one.wanted, one.outlooks, closed: true)
        #expect(finder.gaps.filter { $0.gapClass != .marketClosed } == gaps)
        for slot in OutlookCase.slots where one.isWanted(slot) {
            let holding = finder.gaps.filter { $0.range.intersection(OutlookCase.time(slot)) == OutlookCase.time(slot) }
            try #require(holding.count == (one.isAsserted(slot) ? 0 : 1), "slot \(slot): \(one)")
            if holding.first?.gapClass == .marketClosed { #expect(!one.isOpen(slot)) }
        }
    }

    private static func range(_ slots: [Int64]) -> TimeRange? {
        guard let first = slots.first, let last = slots.last else { return nil }
        return TimeRange(OutlookCase.time(first).start, OutlookCase.time(last).end)
    }
}
