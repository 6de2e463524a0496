import AdapterKit

/// How a file's lines are laid out.
enum Layout: Equatable {
    /// Time, open, high, low, close, volume and, when there are 7, trades. The most columns seen so far.
    case candles(columns: Int)
    /// What each column of a line of trades is.
    case trades([TradeColumn])
}

/// What a column of a file of trades is; the raw values are those of the resume token.
enum TradeColumn: Character {
    case time = "t"
    case price = "p"
    case volume = "v"
    case side = "s"
    case tradeID = "i"
    case other = "-"
}

/// How far a file has been read; what a resume token says.
struct Progress {
    /// Bytes that are done.
    var position: Int64 = 0
    /// Lines that are done.
    var lines: Int64 = 0
    /// Nil until the first lines have told it.
    var layout: Layout?
    /// The asserted span so far, empty when `last` is before `first`.
    var first = Int64.max
    var last = Int64.min

    /// Where a token says, or the start of the file when it is empty. Throws `invalidQuery` for a token that
    /// no session of this version and kind made.
    init(token: String, kind: Kind) throws(AdapterFailure) {
        if token.isEmpty { return }
        let parts = token.split(separator: " ")
        guard parts.count == 6, parts[0] == "1", let position = Int64(parts[1]), position >= 0,
            let lines = Int64(parts[2]), lines >= 0, let first = Int64(parts[4]), let last = Int64(parts[5]),
            let layout = Progress.layout(parts[3], kind)
        else {
            throw AdapterFailure(
                .invalidQuery, "the resume token '\(token)' is none of this adapter; ingest the file from its start")
        }
        self.position = position
        self.lines = lines
        self.layout = layout
        self.first = first
        self.last = last
    }

    /// The token; empty before anything is known, when a session can as well begin anew.
    var token: String {
        switch layout {
        case nil: ""
        case .candles(let columns): "1 \(position) \(lines) c\(columns) \(first) \(last)"
        case .trades(let columns): "1 \(position) \(lines) \(String(columns.map(\.rawValue))) \(first) \(last)"
        }
    }

    private static func layout(_ text: Substring, _ kind: Kind) -> Layout? {
        switch (kind, text) {
        case (.candles, "c6"): return .candles(columns: 6)
        case (.candles, "c7"): return .candles(columns: 7)
        case (.trades, _):
            let columns = text.map { TradeColumn(rawValue: $0) }
            guard columns.contains(.time), columns.contains(.price), columns.contains(.volume),
                !columns.contains(nil)
            else { return nil }
            return .trades(columns.compactMap { $0 })
        default: return nil
        }
    }
}
