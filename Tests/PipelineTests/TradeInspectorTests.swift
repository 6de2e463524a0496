import MarketData
@testable import Pipeline
import Testing

/// One row of a table: a change to a good trade, and what it must lead to.
struct TradeCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout TradeRow) -> Void
    var code: Reject.Code?

    init(_ name: String, _ code: Reject.Code?, _ change: @escaping @Sendable (inout TradeRow) -> Void) {
        (testDescription, self.code, self.change) = (name, code, change)
    }
}

@Suite struct TradeInspectorTests {
    private let inspector = TradeInspector(TradeRules(now: testNow))

    private static let badPrices: [Double] = [.nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, -1]
    private static let badVolumes: [Double] = [.nan, .infinity, -.infinity, -1, -.leastNonzeroMagnitude]
    private static let noSides: [Int8] = [0, 3, -2, .min, .max]

    static let valueCases: [TradeCase] =
        badPrices.map { price in TradeCase("price \(price)", .price) { $0.price = price } }
        + badVolumes.map { volume in TradeCase("volume \(volume)", .volume) { $0.volume = volume } }
        + noSides.map { side in TradeCase("side \(side)", .side) { $0.side = side } }

    static let cases: [TradeCase] = [
        TradeCase("good", nil) { _ in },
        TradeCase("volume 0", nil) { $0.volume = 0 },
        TradeCase("smallest price and volume", nil) {
            ($0.price, $0.volume) = (.leastNonzeroMagnitude, .leastNonzeroMagnitude)
        },
        TradeCase("largest price and volume", nil) {
            ($0.price, $0.volume) = (.greatestFiniteMagnitude, .greatestFiniteMagnitude)
        },
        TradeCase("sold", nil) { $0.side = TradeSide.sell },
        TradeCase("side not known", nil) { $0.side = TradeSide.none },
        TradeCase("any nanosecond", nil) { $0.time += 1 },
        TradeCase("now", nil) { $0.time = testNow.nanoseconds },
        TradeCase("a nanosecond from now", .period) { $0.time = testNow.nanoseconds + 1 },
        TradeCase("first day", nil) { $0.time = Timestamp.firstPlausible.nanoseconds },
        TradeCase("before the first day", .period) { $0.time = Timestamp.firstPlausible.nanoseconds - 1 },
        TradeCase("the first moment of all", .period) { $0.time = .min },
        TradeCase("the last moment of all", .period) { $0.time = .max },
    ]

    @Test(arguments: cases + valueCases)
    func trade_changedInOneWay_isKeptOrRefused(_ wanted: TradeCase) {
        let changed = TradeRow(second: 5).with(wanted.change)
        let before = TradeRow(time: Timestamp.firstPlausible.nanoseconds)
        for rows in [[changed], [before, changed]] {
            let run = TradeRun(rows, inspector)
            #expect(run.codes == (wanted.code.map { [$0] } ?? []))
            #expect(run.count.kept == rows.count - (wanted.code == nil ? 0 : 1))
        }
    }

    @Test func equalTrades_areAllKeptAndNumberedAcrossBatches() {
        let rows = [0, 0, 0, 1, 2, 2].map { TradeRow(second: $0) }
        let whole = TradeRun(rows, inspector)
        #expect(whole.kept.map(\.ordinal) == [0, 1, 2, 0, 0, 1])
        #expect(whole.count == InspectionCount(kept: 6))
        for first in 0...6 {
            for second in 0...(6 - first) {
                #expect(TradeRun(rows, inspector, batches: [first, second]) == whole)
            }
        }
    }

    @Test func refusedTrade_takesNoNumberAndMovesNothing() {
        let bad = TradeRow(second: 9).with { $0.price = 0 }
        let rows = [TradeRow(second: 1), bad, TradeRow(second: 1), TradeRow(second: 0), TradeRow(second: 1)]
        let run = TradeRun(TradeRow.numbered(rows), inspector)
        #expect(run.kept.map(\.ordinal) == [0, 1, 2])
        #expect(run.kept.map(\.row) == [1, 3, 5])
        #expect(run.codes == [.price, .order])
        #expect(run.rejects.map(\.raw) == ["text at 25", "text at 75"])
    }

    @Test func instant_withMoreTradesThanNumbers_refusesTheRest() {
        let place = TradePlace(time: firstMinute, ordinal: .max - 1)
        let full = TradeInspector(TradeRules(now: testNow), at: place)
        let run = TradeRun([0, 0, 0, 1].map { TradeRow(second: $0) }, full)
        #expect(run.kept.map(\.ordinal) == [.max, 0])
        #expect(run.codes == [.order, .order])
        #expect(
            run.rejects.first?.reason
                == "time 2024-01-01T00:00:00Z has more trades than can be numbered; expected at most 2147483648")
    }

    @Test func firstMomentOfAll_isNumberedFromZero() {
        let all = TradeInspector(TradeRules(earliest: .earliest, now: .latest))
        let run = TradeRun([Int64.min, .min, .max, .max].map { TradeRow(time: $0) }, all)
        #expect(run.kept.map(\.ordinal) == [0, 1, 0, 1])
    }

    static let sentences: [String: TradeRow] = [
        "price -1 is no price; expected a finite number above 0": TradeRow(second: 9).with { $0.price = -1 },
        "volume NaN is no amount; expected a finite number, 0 or above":
            TradeRow(second: 9).with { $0.volume = .nan },
        "side 7 is none; expected 1 bought, 2 sold or -1 not known": TradeRow(second: 9).with { $0.side = 7 },
        "time 1970-01-01T00:00:00Z is before 2009-01-03T00:00:00Z; expected a time from then to now":
            TradeRow(time: 0),
        "time 2024-07-01T00:00:00.000000001Z is after now, 2024-07-01T00:00:00Z; expected a time before it":
            TradeRow(time: testNow.nanoseconds + 1),
        """
        time 2024-01-01T00:00:01Z goes back behind 2024-01-01T00:00:05Z, which came before it; expected \
        ascending times: sort the file by time
        """: TradeRow(second: 1),
    ]

    @Test(arguments: sentences.keys.sorted())
    func refusal_ofEachKind_saysWhatWasExpected(_ sentence: String) throws {
        let run = TradeRun([TradeRow(second: 5), try #require(Self.sentences[sentence])], inspector)
        #expect(run.rejects.map(\.reason) == [sentence])
    }

    @Test func rejects_beyondTheLimit_areOnlyCounted() {
        let rows = (0..<5).map { _ in TradeRow(second: 1).with { $0.side = 0 } }
        let run = TradeRun(rows, inspector, limit: 2)
        #expect(run.count.rejected == 5 && run.rejects.count == 2)
        #expect(run.rejects.allSatisfy { $0.raw.isEmpty }, "nothing is fetched for an unknown place")
    }

    @Test(arguments: 1...100)
    func randomTrades_inRandomBatches_agreeWithAPlainReference(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var second: Int64 = 0
        let rows = TradeRow.numbered(
            (0..<150).map { _ in
                second += [0, 0, 0, 1, 3, -1][Int.random(in: 0..<6, using: &random)]
                return TradeRow(second: second).with { trade in
                    switch Int.random(in: 0..<30, using: &random) {
                    case 0: trade.price = Self.badPrices.randomElement(using: &random) ?? 0
                    case 1: trade.volume = Self.badVolumes.randomElement(using: &random) ?? -1
                    case 2: trade.side = Self.noSides.randomElement(using: &random) ?? 0
                    case 3: trade.time = [.min, .max, 0].randomElement(using: &random) ?? 0
                    case 4: trade.volume = 0
                    default: break
                    }
                }
            })
        var kept: [TradeRow] = []
        for row in rows {
            let good =
                row.price.isFinite && row.price > 0 && row.volume.isFinite && row.volume >= 0
                && [-1, 1, 2].contains(row.side)
                && (Timestamp.firstPlausible.nanoseconds...testNow.nanoseconds).contains(row.time)
                && kept.allSatisfy { $0.time <= row.time }
            guard good else { continue }
            kept.append(row.with { $0.ordinal = Int32(kept.count { $0.time == row.time }) })
        }
        let sizes = (0..<20).map { _ in Int.random(in: 0...12, using: &random) }
        let run = TradeRun(rows, inspector, batches: sizes)
        #expect(run.kept == kept)
        #expect(run.count == InspectionCount(kept: kept.count, rejected: rows.count - kept.count))
        #expect(Set(run.rejects.map(\.row)).union(kept.map(\.row)) == Set(rows.map(\.row)))
    }
}
