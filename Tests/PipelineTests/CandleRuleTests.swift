import MarketData
import Pipeline
import Testing

/// One row of a table: a change to a good candle, and what it must lead to.
struct CandleCase: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout CandleRow) -> Void
    var code: Reject.Code?

    init(_ name: String, _ code: Reject.Code?, _ change: @escaping @Sendable (inout CandleRow) -> Void) {
        (testDescription, self.code, self.change) = (name, code, change)
    }
}

private let prices: [(String, any WritableKeyPath<CandleRow, Double> & Sendable)] = [
    ("open", \.open), ("high", \.high), ("low", \.low), ("close", \.close),
]
private let badPrices: [Double] = [
    .nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, -1, -.leastNonzeroMagnitude,
]

@Suite struct CandleRuleTests {
    private func rules(_ minutesNumber: Int = 1) throws -> CandleRules {
        CandleRules(interval: try minutes(minutesNumber), now: testNow)
    }

    static let priceCases = prices.flatMap { name, field in
        badPrices.map { value in CandleCase("\(name) \(value)", .price) { $0[keyPath: field] = value } }
    }

    static let cases: [CandleCase] = [
        CandleCase("good", nil) { _ in },
        CandleCase("all prices equal", nil) { ($0.open, $0.high, $0.low, $0.close) = (7, 7, 7, 7) },
        CandleCase("open is high, close is low", nil) { ($0.open, $0.close) = ($0.high, $0.low) },
        CandleCase("smallest prices there are", nil) {
            ($0.open, $0.high, $0.low, $0.close) =
                (.leastNonzeroMagnitude, .leastNonzeroMagnitude, .leastNonzeroMagnitude, .leastNonzeroMagnitude)
        },
        CandleCase("largest prices there are", nil) {
            ($0.open, $0.high, $0.low, $0.close) =
                (.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1, .greatestFiniteMagnitude)
        },
        CandleCase("high below close", .range) { $0.high = 10.5 },
        CandleCase("high below open", .range) { ($0.open, $0.high, $0.close) = (11, 10.5, 10) },
        CandleCase("low above open", .range) { $0.low = 10.5 },
        CandleCase("low above close", .range) { ($0.open, $0.close, $0.low) = (11, 10, 10.5) },
        CandleCase("high below low", .range) { ($0.high, $0.low) = ($0.low, $0.high) },
        CandleCase("high one digit below close", .range) { $0.high = $0.close.nextDown },
        CandleCase("volume absent", nil) { $0.volume = .nan },
        CandleCase("volume 0", nil) { $0.volume = 0 },
        CandleCase("volume huge", nil) { $0.volume = .greatestFiniteMagnitude },
        CandleCase("volume just below 0", .volume) { $0.volume = -.leastNonzeroMagnitude },
        CandleCase("volume infinite", .volume) { $0.volume = .infinity },
        CandleCase("volume minus infinite", .volume) { $0.volume = -.infinity },
        CandleCase("vwap inside", nil) { $0.vwap = 10 },
        CandleCase("vwap rounded down", nil) { $0.vwap = $0.low / 2 },
        CandleCase("vwap rounded up", nil) { $0.vwap = $0.high * 2 },
        CandleCase("vwap beyond rounding, below", .range) { $0.vwap = ($0.low / 2).nextDown },
        CandleCase("vwap beyond rounding, above", .range) { $0.vwap = ($0.high * 2).nextUp },
        CandleCase("vwap 0", .price) { $0.vwap = 0 },
        CandleCase("vwap 0 beside the smallest price", .price) {
            ($0.open, $0.high, $0.low, $0.close, $0.vwap) =
                (.leastNonzeroMagnitude, .leastNonzeroMagnitude, .leastNonzeroMagnitude, .leastNonzeroMagnitude, 0)
        },
        CandleCase("vwap below 0", .price) { $0.vwap = -10 },
        CandleCase("vwap infinite", .price) { $0.vwap = .infinity },
        CandleCase("vwap infinite beside the largest price", .price) {
            ($0.high, $0.vwap) = (.greatestFiniteMagnitude, .infinity)
        },
        CandleCase("vwap minus infinite", .price) { $0.vwap = -.infinity },
        CandleCase("trades absent", nil) { $0.trades = -1 },
        CandleCase("trades 0", nil) { $0.trades = 0 },
        CandleCase("trades the most", nil) { $0.trades = .max },
        CandleCase("trades -2", .count) { $0.trades = -2 },
        CandleCase("trades the least", .count) { $0.trades = .min },
        CandleCase("one nanosecond late", .alignment) { $0.time += 1 },
        CandleCase("one nanosecond early", .alignment) { $0.time -= 1 },
        CandleCase("one second late", .alignment) { $0.time += 1_000_000_000 },
        CandleCase("now", nil) { $0.time = testNow.nanoseconds },
        CandleCase("a minute from now", .period) { $0.time = testNow.nanoseconds + minuteLength },
        CandleCase("first day", nil) { $0.time = Timestamp.firstPlausible.nanoseconds },
        CandleCase("before the first day", .period) { $0.time = Timestamp.firstPlausible.nanoseconds - minuteLength },
        CandleCase("the epoch", .period) { $0.time = 0 },
        CandleCase("the first moment of all", .period) { $0.time = .min },
        CandleCase("the last moment of all", .period) { $0.time = .max },
        CandleCase("not final", nil) { $0.flags = 0 },
    ]

    /// As the first row, which the judge sees, and behind another, where the scan sees it first.
    @Test(arguments: cases + priceCases)
    func candle_changedInOneWay_isKeptOrRefused(_ wanted: CandleCase) throws {
        let changed = CandleRow(minute: 10).with(wanted.change)
        let alone = CandleRun([changed], try rules())
        #expect(alone.codes == (wanted.code.map { [$0] } ?? []))
        #expect(alone.kept == (wanted.code == nil ? [changed] : []))

        let before = CandleRow(time: Timestamp.firstPlausible.nanoseconds - minuteLength)
        let early = CandleRules(
            interval: try minutes(1), earliest: Timestamp(nanoseconds: before.time), now: testNow)
        let behind = CandleRun([before, changed], early)
        // The one that lies on the earlier row's day is refused by another rule or none there.
        if changed.time > before.time {
            #expect(behind.codes == alone.codes)
            #expect(behind.kept == [before] + alone.kept)
        }
    }

    @Test func times_atBothEndsOfInt64_areComparedWithoutOverflow() throws {
        let interval = try minutes(1)
        let first = interval.floor(.min) == .min ? interval.floor(.min + minuteLength) : interval.floor(.min)
        let last = interval.floor(.max)
        let all = CandleRules(interval: interval, earliest: .earliest, now: .latest)
        let rows = [CandleRow(time: first), CandleRow(time: last), CandleRow(time: .max), CandleRow(time: .min)]
        let run = CandleRun(rows, all)
        #expect(run.kept == Array(rows.prefix(2)))
        #expect(run.codes == [.alignment, .alignment])
    }

    private static let hour: Int64 = 3_600_000_000_000
    static let anchors: [(Int64, Int64, Bool)] = [
        (0, 0, true), (5 * hour, 5 * hour, true), (5 * hour, 0, false), (-19 * hour, 5 * hour, true),
        (Int64.max, 0, false), (Int64.min, 0, false),
    ]

    @Test(arguments: anchors)
    func dayCandle_withAnAnchor_mustOpenThere(anchor: Int64, offset: Int64, isGood: Bool) throws {
        let rules = CandleRules(interval: try minutes(1440), anchor: anchor, now: testNow)
        let run = CandleRun(
            [CandleRow(time: firstMinute), CandleRow(time: firstMinute)].map { row in
                row.with { $0.time += offset }
            }, rules)
        #expect(run.codes == (isGood ? [] : [.alignment, .alignment]))
        #expect(run.count.kept == (isGood ? 1 : 0))
    }

    @Test(arguments: [Int64(5), -19])
    func anchor_holdsAlsoBeforeTheEpoch(anchorHours: Int64) throws {
        let rules = CandleRules(
            interval: try minutes(1440), anchor: anchorHours * Self.hour, earliest: .earliest, now: testNow)
        let rows = [-43, -19, -18, 5, 29, 30].map { CandleRow(time: $0 * Self.hour) }
        let run = CandleRun(rows, rules)
        #expect(run.kept.map { $0.time / Self.hour } == [-43, -19, 5, 29])
        #expect(run.codes == [.alignment, .alignment])
    }

    static let sentences: [String: CandleRow] = [
        "high 10.5 is below close 11; expected low <= open, close <= high":
            CandleRow(minute: 1).with { $0.high = 10.5 },
        "low 10.5 is above open 10; expected low <= open, close <= high":
            CandleRow(minute: 1).with { $0.low = 10.5 },
        "open -3 is no price; expected a finite number above 0": CandleRow(minute: 1).with { $0.open = -3 },
        "close NaN is no price; expected a finite number above 0": CandleRow(minute: 1).with { $0.close = .nan },
        "vwap 0 is no price; expected a finite number above 0": CandleRow(minute: 1).with { $0.vwap = 0 },
        "volume -1 is no amount; expected a finite number, 0 or above":
            CandleRow(minute: 1).with { $0.volume = -1 },
        """
        vwap 5000 is far from low 9 to high 12; expected it between them, or off by a factor of 2 at most, \
        where a source rounds it
        """: CandleRow(minute: 1).with { $0.vwap = 5000 },
        "number of trades -7 is below 0; expected 0 or more, or -1 when it is absent":
            CandleRow(minute: 1).with { $0.trades = -7 },
        """
        open time 2024-01-01T00:01:01Z is no start of a 1m candle; expected whole intervals counted from \
        1970-01-01T00:00:00Z
        """: CandleRow(minute: 1).with { $0.time += 1_000_000_000 },
        "open time 1970-01-01T00:00:00Z is before 2009-01-03T00:00:00Z; expected a time from then to now":
            CandleRow(time: 0),
        "open time 2024-07-01T00:01:00Z is after now, 2024-07-01T00:00:00Z; expected a time before it":
            CandleRow(time: testNow.nanoseconds + minuteLength),
    ]

    @Test(arguments: sentences.keys.sorted())
    func refusal_ofEachKind_saysWhatWasExpected(_ sentence: String) throws {
        let row = try #require(Self.sentences[sentence])
        #expect(CandleRun([row], try rules()).rejects.map(\.reason) == [sentence])
    }
}
