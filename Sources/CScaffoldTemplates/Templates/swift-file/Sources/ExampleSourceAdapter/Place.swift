import AdapterKit

/// How far a file has been read; what a resume token says.
struct Place: Equatable {
    /// Bytes that are done.
    var position: Int64 = 0
    /// Lines that are done.
    var line: Int64 = 0
    /// The open time of the newest candle; `Int64.min` before the first.
    var last = Int64.min
    /// From here on every line could be read; `Int64.min` behind one that was refused.
    var run = Int64.min

    /// Where a token says; the start of the file when it is empty. Throws `invalidQuery` for a token that is none.
    init(token: String) throws(AdapterFailure) {
        if token.isEmpty { return }
        let numbers = token.split(separator: " ", omittingEmptySubsequences: false).map { Int64($0) }
        guard numbers.count == 5, numbers[0] == 1, let position = numbers[1], position > 0, let line = numbers[2],
            line > 0, let last = numbers[3], Place.isTime(last), let run = numbers[4], Place.isTime(run)
        else {
            throw AdapterFailure(
                .invalidQuery, "the resume token '\(token.prefix(100))' is none of this adapter's; read the file anew")
        }
        (self.position, self.line, self.last, self.run) = (position, line, last, run)
    }

    /// The token; empty at the start.
    var token: String { position > 0 ? "1 \(position) \(line) \(last) \(run)" : "" }

    /// So far from the largest number that an interval can be added to it.
    private static func isTime(_ time: Int64) -> Bool { time == .min || (0..<(.max - Nanoseconds.day)).contains(time) }
}
