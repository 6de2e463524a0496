/// One of the five fields of a cron expression.
struct CronField {
    /// For people: `hour`.
    let name: String
    let range: ClosedRange<Int>
    /// What may stand for a number: `MON`; the first is the range's lower bound.
    var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let day = CronField(name: "day of the month", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    static let weekday = CronField(
        name: "day of the week", range: 0...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])

    /// The values that a text stands for, as bits; Sunday is bit 0 and never bit 7.
    func values(_ text: Substring) throws(CronError) -> UInt64 {
        var bits: UInt64 = 0
        for part in text.split(separator: ",", omittingEmptySubsequences: false) { bits |= try item(part) }
        if range.upperBound == 7, bits >> 7 & 1 == 1 { bits = bits & 0x7F | 1 }
        return bits
    }

    /// `*`, `5`, `1-5`, `*/15`, `1-31/2`.
    private func item(_ text: Substring) throws(CronError) -> UInt64 {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let span = try self.span(parts[0])
        guard parts.count == 2 else { return Self.bits(span, step: 1) }
        guard parts[0] == "*" || parts[0].contains("-") else {
            throw wrong(text, "a step stands behind a range: write \(parts[0])-\(range.upperBound)/\(parts[1])")
        }
        guard let step = Self.digits(parts[1]), step > 0, step <= range.upperBound else {
            throw wrong(text, "the step must be 1 to \(range.upperBound)")
        }
        return Self.bits(span, step: step)
    }

    private func span(_ text: Substring) throws(CronError) -> ClosedRange<Int> {
        // The whole week is 0 to 6: with 7, steps would count Sunday twice.
        if text == "*" { return range.upperBound == 7 ? 0...6 : range }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0])
        guard ends.count == 2 else { return first...first }
        var last = try value(ends[1])
        // The week may be written to end with Sunday.
        if range.upperBound == 7, last == 0, first > 0 { last = 7 }
        guard first <= last else { throw wrong(text, "a range goes from the smaller to the larger") }
        return first...last
    }

    private func value(_ text: Substring) throws(CronError) -> Int {
        if let place = names.firstIndex(of: text.uppercased()) { return place + range.lowerBound }
        guard let number = Self.digits(text), range.contains(number) else {
            let named = names.isEmpty ? "" : ", or a name, \(names[0]) to \(names[names.count - 1])"
            throw wrong(text, "it must be \(range.lowerBound) to \(range.upperBound)\(named)")
        }
        return number
    }

    private func wrong(_ text: Substring, _ advice: String) -> CronError {
        CronError("'\(text.prefix(40))' is no \(name): \(advice)")
    }

    private static func digits(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private static func bits(_ span: ClosedRange<Int>, step: Int) -> UInt64 {
        stride(from: span.lowerBound, through: span.upperBound, by: step).reduce(0) { $0 | 1 << UInt64($1) }
    }
}
