import MarketData

/// Where another run of a copy goes on, as text in the ledger: which stream, and up to what time of it everything is
/// in the target.
struct CopyToken: Hashable, Sendable, CustomStringConvertible {
    /// `candles`, `trades`, or a series' name.
    var stream: String
    /// Rows before this time are in the target.
    var time: Timestamp

    init(stream: String, time: Timestamp) { (self.stream, self.time) = (stream, time) }

    /// Nil for a text that is none.
    init?(_ text: String) {
        guard let bar = text.lastIndex(of: "|"), let nanoseconds = Int64(text[text.index(after: bar)...]) else {
            return nil
        }
        stream = String(text[..<bar])
        time = Timestamp(nanoseconds: nanoseconds)
    }

    var description: String { "\(stream)|\(time.nanoseconds)" }
}
