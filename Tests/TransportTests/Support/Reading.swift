import Transport

/// All that a reader shows to somebody who consumes whole lines.
struct LineByLine {
    var lines: [[UInt8]] = []
    /// Where each line began, as the reader says.
    var positions: [Int64] = []
    var sha256: String?

    init(_ reader: inout InputReader) throws(TransportError) {
        while true {
            try reader.fill()
            while let length = Self.lineLength(reader.window, isLast: reader.isLast) {
                positions.append(reader.position)
                lines.append(Self.bytes(reader.window, length))
                reader.consume(length)
            }
            if reader.isLast { break }
        }
        sha256 = reader.finishDigest()
    }

    /// Length of the first line with its line feed; the last one may lack it. Nil when none is whole.
    private static func lineLength(_ window: RawSpan, isLast: Bool) -> Int? {
        for index in 0..<window.byteCount where byte(window, index) == UInt8(ascii: "\n") { return index + 1 }
        return isLast && window.byteCount > 0 ? window.byteCount : nil
    }

    static func bytes(_ window: RawSpan, _ count: Int) -> [UInt8] { (0..<count).map { byte(window, $0) } }

    private static func byte(_ window: RawSpan, _ index: Int) -> UInt8 {
        // Any bit pattern is a UInt8; the index is checked by the span.
        unsafe window.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}

extension InputReader {
    /// Everything that is left, read at the reader's own pace.
    mutating func readToEnd() throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            try fill()
            let count = window.byteCount
            bytes += LineByLine.bytes(window, count)
            consume(count)
            if isLast { return bytes }
        }
    }
}
