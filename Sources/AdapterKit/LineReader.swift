/// What has to follow a field.
public enum FieldEnd: Sendable {
    /// A comma.
    case comma
    /// The end of the line: LF, CR LF, or no more bytes in the last piece of a reply.
    case line
}

/// Reads the lines of unquoted CSV, field by field and in one pass.
///
///     LineReader.read(bytes, isLast: reply.isLast, linesBefore: lines) { reader in
///         while !batch.trades.isFull, reader.nextLine() {
///             if let time = reader.seconds(.comma), let price = reader.decimal(.comma),
///                 let volume = reader.decimal(.line) { … } else { let line = reader.skipLine() … }
///         }
///     }
///
/// It shows only whole lines: a line without its end stays unread until the piece that `isLast`. So a
/// session that says it consumed `reader.consumed` gives the same rows however the bytes are split.
/// A reader cannot be copied or kept, so it never outlives the bytes. For the speed that is meant, keep rows and
/// counts in local variables: state in a class costs an exclusivity check an access.
@safe public struct LineReader: ~Copyable {
    // base <= start <= cursor <= limit <= end; [base, end) is readable while `read` runs.
    @usableFromInline let base: UnsafePointer<UInt8>
    @usableFromInline let limit: UnsafePointer<UInt8>
    @usableFromInline let end: UnsafePointer<UInt8>
    @usableFromInline var start: UnsafePointer<UInt8>
    @usableFromInline var cursor: UnsafePointer<UInt8>
    @usableFromInline let isLast: Bool
    @usableFromInline var number: Int64

    @usableFromInline init(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, linesBefore: Int64) {
        // An empty buffer may have no address; this one is never read through.
        unsafe base = bytes.baseAddress ?? UnsafePointer(bitPattern: 8).unsafelyUnwrapped
        unsafe end = base + bytes.count
        unsafe limit = isLast ? end : base + wholeLines(bytes)
        unsafe start = base
        unsafe cursor = base
        self.isLast = isLast
        number = linesBefore
    }

    /// Reads lines of `bytes`, of which `linesBefore` came before. Throws what `body` throws.
    @inlinable @inline(__always)
    public static func read<Result, Failure: Error>(
        _ bytes: Span<UInt8>, isLast: Bool, linesBefore: Int64,
        _ body: (inout LineReader) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The reader is not copyable and ends with this call, the buffer after it.
        try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(Failure) -> Result in
            var reader = unsafe LineReader(buffer, isLast: isLast, linesBefore: linesBefore)
            return try body(&reader)
        }
    }

    /// Goes to the next line; false when no whole one is left. The line before must have been read to its
    /// end or skipped.
    @inlinable @inline(__always)
    public mutating func nextLine() -> Bool {
        // Comparison and copy of pointers only.
        guard unsafe cursor < limit else { return false }
        unsafe start = unsafe cursor
        number &+= 1
        return true
    }

    /// The number of the current line, counted from 1 over the whole input.
    @inlinable public var line: Int64 {
        @inline(__always) get { number }
    }

    /// Where the current line begins in the bytes.
    @inlinable public var lineStart: Int {
        @inline(__always) get { unsafe start - base }
    }

    /// How many bytes have been read; whole lines, when it is asked between them.
    @inlinable public var consumed: Int {
        @inline(__always) get { unsafe cursor - base }
    }

    /// Skips what is left of the current line and gives the line's place in the bytes, without its end.
    public mutating func skipLine() -> Range<Int> {
        var stop = unsafe start
        // Both reads are below the limit.
        while unsafe stop < limit, unsafe stop.pointee != UInt8(ascii: "\n") { unsafe stop += 1 }
        unsafe cursor = unsafe stop < limit ? stop + 1 : stop
        if unsafe stop > start, unsafe (stop - 1).pointee == UInt8(ascii: "\r") { unsafe stop -= 1 }
        return unsafe (start - base)..<(stop - base)
    }

    /// Whether the current line lacks its line feed: the input ends in it.
    public var isCutOff: Bool {
        var stop = unsafe start
        while unsafe stop < limit {
            if unsafe stop.pointee == UInt8(ascii: "\n") { return false }
            unsafe stop += 1
        }
        return true
    }

    /// Goes back before the current line, so that it is not consumed: there was no room for its row.
    public mutating func unreadLine() {
        unsafe cursor = unsafe start
        number -= 1
    }
}

/// How many of the bytes belong to lines that have their line feed.
@usableFromInline
func wholeLines(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = bytes.count
    // The index is at least 0 and below the count.
    while count > 0, unsafe bytes[count - 1] != UInt8(ascii: "\n") { count -= 1 }
    return count
}
