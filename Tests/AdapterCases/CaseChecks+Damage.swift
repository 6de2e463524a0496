import AdapterHost
import MarketData

extension CaseChecks {
    /// Every reply cut short at many places is malformed, or gives the same: no error of another class, no row that
    /// the whole reply does not have, nothing asserted that it does not prove.
    public func truncated(_ case: AdapterCase) throws {
        let whole = try play(`case`)
        for exchange in `case`.exchanges.indices {
            let length = `case`.exchanges[exchange].reply.body.count
            for place in Places.of(length) where place < length {
                let source = RecordedSource(`case`.exchanges) { index, reply in
                    if index == exchange { reply.body.removeLast(length - place) }
                }
                let found = try play(`case`, source: source.reply)
                let comparison = Comparison("reply \(exchange + 1) cut short at \(place)")
                if found.failure?.error.errorClass == .malformed {
                    try hasNothingNew(found, whole, comparison.place)
                } else {
                    try comparison.same(found, whole)
                }
            }
        }
    }

    private func hasNothingNew(_ found: CasePlay, _ whole: CasePlay, _ place: String) throws {
        guard found.rows == Array(whole.rows.prefix(found.rows.count)) else {
            throw CaseProblem("\(place): it gives rows that the whole reply does not have")
        }
        let proved = Comparison.union(whole.assertions)
        for (key, ranges) in Comparison.union(found.assertions)
        where !ranges.subtracting(proved[key] ?? RangeSet()).isEmpty {
            throw CaseProblem("\(place): it asserts \(ranges.ranges) (\(key)), which the whole reply does not prove")
        }
    }

    /// Something else in place of each reply, status 200, is malformed, and nothing of it is a row or an assertion.
    public func garbage(_ garbage: Garbage, _ case: AdapterCase) throws {
        let whole = try play(`case`)
        for exchange in `case`.exchanges.indices {
            let source = RecordedSource(`case`.exchanges) { index, reply in
                guard index == exchange else { return }
                reply.body = garbage.bytes
                reply.status = 200
            }
            let found = try play(`case`, source: source.reply)
            let place = "\(garbage) instead of reply \(exchange + 1)"
            guard let failure = found.failure, failure.error.errorClass == .malformed, !failure.error.message.isEmpty
            else {
                throw CaseProblem(
                    "\(place): it ended with \(found.failure?.description ?? "no error");"
                        + " expected malformed and a message")
            }
            try hasNothingNew(found, whole, place)
        }
    }
}

/// What no source sends.
public struct Garbage: Sendable, CustomStringConvertible {
    /// What it is.
    public var description: String
    /// All of it.
    public var bytes: [UInt8]

    /// Some bytes and what they are.
    public init(_ description: String, _ bytes: [UInt8]) { (self.description, self.bytes) = (description, bytes) }

    private init(_ text: String) { self.init(text.isEmpty ? "nothing" : "'\(text.prefix(40))'", Array(text.utf8)) }

    /// Texts that are no reply of any source, and random bytes.
    public static let all: [Garbage] =
        [
            "", " ", "\n", "null", "true", "42", "\"text\"", "[]", "{}", "[[]]", "[{}]", "{\"result\":", "{\"a\":1}{",
            "<html><head><title>503</title></head><body>Down for maintenance</body></html>",
            "<!DOCTYPE html><p>Access denied", "<?xml version=\"1.0\"?><a/>", "<?xml version=\"1.0\"?>", "<a",
            "<a></b>",
            "error", "Not Found", "\u{FEFF}", "NaN", "{'error':[]}", "{\"error\":[],\"error\":", "\\u0000",
        ].map { Garbage($0) } + [
            Garbage("100,000 open brackets", Array(repeating: UInt8(ascii: "["), count: 100_000)),
            Garbage("100,000 open objects", Array(String(repeating: "{\"a\":", count: 100_000).utf8)),
            Garbage("100,000 open elements", Array(String(repeating: "<a>", count: 100_000).utf8)),
            Garbage("no UTF-8", [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D]), Garbage("a NUL", [0]),
        ] + (UInt64(1)...24).map(random)

    /// Random bytes, the same for the same seed.
    public static func random(seed: UInt64) -> Garbage {
        var random = SeededGenerator(state: seed)
        let bytes = (0..<Int.random(in: 1...600, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        return Garbage("random bytes of seed \(seed)", bytes)
    }
}
