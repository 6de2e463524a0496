import Checksum

/// Reads one item through a sliding window, at constant memory, and computes its SHA-256 on the way.
///
/// The window shows the bytes that nobody consumed yet; whoever decodes consumes whole records, and
/// what is left of the last one moves to the front when the window is filled again.
public struct InputReader: ~Copyable {
    /// For people: the file's path, or `ARCHIVE.zip/MEMBER`.
    public let path: String
    /// Of the first byte in the window, counted from the start of the item.
    public private(set) var position: Int64 = 0
    /// Whether the item's last byte is in the window.
    public private(set) var isLast = false
    private var source: ByteSource
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var digest: SHA256? = SHA256()

    /// A window that is wide enough for a full batch of usual lines.
    public static let usualWindow = 8 << 20
    /// A record longer than this is refused: it is no record. Twice the usual window, because a file without a line's
    /// end would otherwise decide how much memory each reader takes.
    public static let longestRecord = 16 << 20

    /// Opens a file.
    public init(file path: String, window: Int = usualWindow) throws(TransportError) {
        source = .file(try OpenFile(path: path))
        self.path = path
        buffer = Array(repeating: 0, count: max(1, window))
    }

    /// Opens a member of an archive.
    public init(_ archive: ZipArchive, _ entry: ZipArchive.Entry, window: Int = usualWindow) throws(TransportError) {
        let member = try ZipMember(archive, entry)
        path = member.path
        source = .member(member)
        buffer = Array(repeating: 0, count: max(1, window))
    }

    /// The bytes in the window.
    public var window: RawSpan {
        @_lifetime(borrow self)
        get {
            // UInt8 has no padding to leak.
            unsafe buffer.span.bytes.extracting(start..<end)
        }
    }

    /// The text of the record that begins at a byte of the item, as far as it is in the window: up to the end of
    /// its line, at most 512 bytes. Bytes that are no UTF-8 show as U+FFFD.
    public borrowing func recordText(at position: Int64) -> String {
        guard position >= self.position, position < self.position + Int64(end - start) else { return "" }
        let rest = buffer[(start + Int(position - self.position))..<end].prefix(512)
        let line = rest.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        return String(decoding: line, as: UTF8.self)
    }

    /// Says that so many bytes at the window's front are done with.
    public mutating func consume(_ count: Int) {
        precondition((0...end - start).contains(count), "more consumed than shown")
        start += count
        position += Int64(count)
    }

    /// Shows more: moves what is left to the front and reads until the window is full or the item
    /// ends. A window that is full already grows.
    public mutating func fill() throws(TransportError) {
        if isLast { return }
        if start > 0 {
            // Within the array; copyMemory allows the two parts to overlap.
            unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
            (start, end) = (0, end - start)
        }
        if end == buffer.count {
            guard buffer.count < Self.longestRecord else {
                throw TransportError(
                    .recordTooLong, path,
                    "no record ends within \(Self.longestRecord >> 20) MiB of byte \(position)",
                    advice: "check that this is the file it is named to be")
            }
            // An array, whose bytes are copied at once, where a sequence would be appended one by one.
            buffer += [UInt8](repeating: 0, count: min(buffer.count, Self.longestRecord - buffer.count))
        }
        while end < buffer.count {
            let count = try readMore()
            if count == 0 {
                isLast = true
                return
            }
            // Out and in again: the digest and the buffer are both parts of self.
            if var running = digest.take() {
                // UInt8 has no padding to leak.
                unsafe running.update(buffer.span.bytes.extracting(end..<end + count))
                digest = consume running
            }
            end += count
        }
    }

    private mutating func readMore() throws(TransportError) -> Int {
        let from = end
        // The rest of our own array, for the duration of the call.
        let result = unsafe buffer.withUnsafeMutableBytes { bytes in
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[from...])
            return Result { () throws(TransportError) in
                unsafe try source.read(into: rest)
            }
        }
        return try result.get()
    }

    /// Reads a file to its end for its SHA-256 alone and goes back to its start. Only for files.
    /// Nil when the condition came true before the end.
    public mutating func hashAndRewind(unless isStopping: () -> Bool) throws(TransportError) -> String? {
        while true {
            if isStopping() { return nil }
            try fill()
            if isLast { break }
            consume(end - start)
        }
        let sha256 = finishDigest()
        try rewind()
        return sha256
    }

    /// Checks, at the end, that nobody wrote to the file since it was opened: its rows may be of another content
    /// than its digest.
    public func checkUnchanged() throws(TransportError) { try source.checkUnchanged() }

    private mutating func rewind() throws(TransportError) {
        try source.rewind()
        (start, end, position, isLast) = (0, 0, 0, false)
    }

    /// The SHA-256 of the whole item in hexadecimal, once; nil before its end was read, and later.
    public mutating func finishDigest() -> String? {
        guard isLast, let digest = digest.take() else { return nil }
        return digest.hexadecimal()
    }
}
