/// Cuts a stream of CSV into records: line ends within quotes belong to the field.
struct CSVScanner {
    /// The beginning of a record whose end has not come.
    private var carry: [UInt8] = []
    private var quoted = false
    private static let longest = 1 << 26

    /// Takes the next bytes; `record` gets each record that they complete, without its line end.
    mutating func take(
        _ bytes: RawSpan, _ record: (RawSpan) throws(QuestDBError) -> Void
    ) throws(QuestDBError) {
        var start = 0
        var at = 0
        let count = bytes.byteCount
        while at < count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if byte == UInt8(ascii: "\n"), !quoted {
                try give(bytes.extracting(start..<at), record)
                start = at + 1
            }
            at += 1
        }
        guard start < count else { return }
        // Copied during the call.
        unsafe bytes.extracting(start..<count).withUnsafeBytes { unsafe carry.append(contentsOf: $0) }
        if carry.count > Self.longest {
            throw QuestDBError(
                .badReply, "a row", "it is longer than \(Self.longest) bytes", advice: "select fewer or smaller columns"
            )
        }
    }

    /// At the end of the stream: the last record, when it has no line end.
    mutating func finish(_ record: (RawSpan) throws(QuestDBError) -> Void) throws(QuestDBError) {
        if quoted {
            throw QuestDBError(.badReply, "a row", "its text has no end", advice: "ask again; the reply was cut")
        }
        if !carry.isEmpty { try give(RawSpan(), record) }
    }

    private mutating func give(
        _ bytes: RawSpan, _ record: (RawSpan) throws(QuestDBError) -> Void
    ) throws(QuestDBError) {
        if carry.isEmpty { return try record(Self.withoutReturn(bytes)) }
        // Copied during the call.
        unsafe bytes.withUnsafeBytes { unsafe carry.append(contentsOf: $0) }
        // UInt8 has no padding to leak.
        try unsafe record(Self.withoutReturn(carry.span.bytes))
        carry.removeAll(keepingCapacity: true)
    }

    @_lifetime(copy bytes)
    private static func withoutReturn(_ bytes: RawSpan) -> RawSpan {
        let count = bytes.byteCount
        return count > 0 && bytes[count - 1] == UInt8(ascii: "\r") ? bytes.extracting(first: count - 1) : bytes
    }
}
