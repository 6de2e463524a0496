import MarketData
import Scheduling
import Testing

/// Thousands of invented expressions against croniter, half of them around the days on which clocks are set.
///
/// Where croniter differs by design, its moments are not expected, and these are the only ones:
///
/// - A fixed time that comes twice, when clocks are set back. croniter names both, we the first: a nightly task is done once a
///   night, as with Vixie's cron.
/// - An expression whose minute or hour begins with `*`, whose readings are skipped. croniter names the first moment behind the
///   gap, although the clocks do not show what was asked for; we follow real time, as Vixie's cron does with these.
/// - An expression whose minute begins with `*`, whose readings come twice. When Lord Howe's clocks are set back, by half an hour,
///   croniter leaves out the second half hour where the hours are numbers, and has it where clocks are set by a whole one.
@Suite(.enabled(if: Croniter.isThere, "no croniter to compare with: scripts/test-venv makes .build/test-venv"))
struct CroniterTests {
    /// Both changes of each zone in a year of daylight saving time; seconds since 1970, from the zones' own rules.
    static let zones: [(name: String, changes: [String])] = [
        ("UTC", []),
        ("America/New_York", ["2024-03-10T07:00:00Z", "2024-11-03T06:00:00Z", "2031-03-09T07:00:00Z"]),
        ("Europe/Berlin", ["2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z", "1996-10-27T01:00:00Z"]),
        ("Australia/Lord_Howe", ["2024-10-05T15:30:00Z", "2024-04-06T15:00:00Z", "2030-10-05T15:30:00Z"]),
    ]

    @Test(arguments: 0..<zones.count)
    func next_ofInventedExpressions_isCroniters(place: Int) throws {
        var dice = Dice(state: UInt64(place) + 1)
        let zone = Self.zones[place]
        let changes = try zone.changes.map { try #require(Timestamp(rfc3339: $0)).nanoseconds / 1_000_000_000 }
        let halfHour = zone.name == "Australia/Lord_Howe" ? changes[1] : nil
        let questions = (0..<1500).map { number in
            let isNear = !changes.isEmpty && number % 2 == 0
            // 1990 to 2037: what both have rules for.
            let start =
                isNear
                ? changes[dice.roll(changes.count)] - 129_600 + Int64(dice.roll(172_800))
                : 631_152_000 + Int64(dice.roll(48 * 31_557_600))
            return Croniter.Question(zone: zone.name, expression: dice.expression(nearChanges: isNear), start: start)
        }
        var (compared, differing) = (0, Set<String>())
        for (question, answer) in zip(questions, try Croniter.answers(questions)) {
            switch answer {
            case .bad: Issue.record("croniter cannot read \(question)")
            case .never: #expect(throws: CronError.self, "\(question)") { try CronExpression(question.expression) }
            case .moments(let theirs):
                compared += 1
                let expected = theirs.filter { moment in
                    guard let difference = Self.difference(question.expression, moment) else { return true }
                    differing.insert(difference)
                    return false
                }.map(\.second)
                let last = try #require(theirs.last).second
                var found = try Self.ours(question, until: last)
                if let change = halfHour, question.expression.hasPrefix("*") {
                    let left = found.filter { (change..<change + 1800).contains($0) && !expected.contains($0) }
                    if !left.isEmpty { differing.insert("half an hour") }
                    found.removeAll { left.contains($0) }
                }
                #expect(found == expected, "\(question): croniter has \(theirs)")
            }
        }
        #expect(compared > 1200)
        // Otherwise the reasons above would be of no use.
        let both: Set = ["repeated", "skipped"]
        #expect(differing == (changes.isEmpty ? [] : halfHour == nil ? both : both.union(["half an hour"])))
    }

    /// Why croniter's moment is none of ours, nil where it is one.
    private static func difference(_ expression: String, _ moment: Croniter.Moment) -> String? {
        let fields = expression.split(separator: " ")
        let followsRealTime = fields[0].hasPrefix("*") || fields[1].hasPrefix("*")
        if moment.isRepeated, !followsRealTime { return "repeated" }
        if moment.isBehindGap, !moment.isNamed, followsRealTime { return "skipped" }
        return nil
    }

    private static func ours(_ question: Croniter.Question, until last: Int64) throws -> [Int64] {
        let (expression, zone) = (try CronExpression(question.expression), try Zone(question.zone))
        var found: [Int64] = []
        var at = try #require(Timestamp(seconds: question.start))
        while let next = expression.next(after: at, in: zone), next.nanoseconds <= last * 1_000_000_000 {
            found.append(next.nanoseconds / 1_000_000_000)
            at = next
        }
        return found
    }
}

/// Numbers that look random and are the same every time.
struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        // Knuth's constants; the upper bits are the good ones.
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }

    /// An expression of fields as people write them; near changes of clocks at the hours at which these are.
    mutating func expression(nearChanges: Bool) -> String {
        let isOften = nearChanges || roll(3) > 0
        return [
            field(0...59, often: isOften), roll(3) > 0 && nearChanges ? hours() : field(0...23, often: isOften),
            roll(4) > 0 ? "*" : field(1...31), roll(4) > 0 ? "*" : field(1...12, names: Self.months),
            roll(4) > 0 ? "*" : field(0...6, names: Self.days),
        ].joined(separator: " ")
    }

    private mutating func hours() -> String { ["1", "2", "3", "1-3", "0-2", "1,2", "2-4/2", "0,2"][roll(8)] }

    private mutating func field(_ range: ClosedRange<Int>, names: [String] = [], often: Bool = false) -> String {
        func name(_ value: Int, _ dice: inout Dice) -> String {
            !names.isEmpty && dice.roll(3) == 0 ? names[value - range.lowerBound] : String(value)
        }
        let (first, second) = (roll(range.count), roll(range.count))
        let (low, high) = (range.lowerBound + min(first, second), range.lowerBound + max(first, second))
        let step = 1 + roll(range.upperBound - 1)
        switch roll(often ? 7 : 5) {
        case 0: return name(low, &self)
        case 1: return low == high ? name(low, &self) : "\(name(low, &self))-\(name(high, &self))"
        case 2: return low == high ? "*" : "\(name(low, &self)),\(name(high, &self))"
        case 3: return low == high ? "*/\(step)" : "\(low)-\(high)/\(step)"
        case 4: return "*"
        case 5: return "*/\(step)"
        default: return name(high, &self)
        }
    }

    private static let months = [
        "JAN", "feb", "Mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]
    private static let days = ["SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"]
}
