import Checksum
import MarketData

/// A reply as a file of the cache. Little-endian; texts are UTF-8 with their length (4 bytes) before them.
/// ```
///   0   8  "CWREPLY\n"             24   8  when the reply began to arrive, ns UTC
///   8   4  version: 1              32   4  headers
///  12   4  CRC-32C of 16...        36   4  bytes of the texts
///  16   8  when it was kept, ns    40  64  the key, so that a file in another's place is seen
///                                 104     content type, then name and value of each header; then the body
/// ```
struct CacheEntry {
    var reply: SourceReply
    var storedAt: Timestamp

    private static let magic = Array("CWREPLY\n".utf8)
    private static let version: UInt32 = 1
    private static let fixedBytes = 104

    init(_ reply: SourceReply, storedAt: Timestamp) { (self.reply, self.storedAt) = (reply, storedAt) }

    /// The file.
    func bytes(for key: CacheKey) -> [UInt8] {
        var texts: [UInt8] = []
        for text in [reply.contentType] + reply.headers.flatMap({ [$0.name, $0.value] }) {
            texts += Self.littleEndian(UInt32(text.utf8.count))
            texts += text.utf8
        }
        var rest: [UInt8] = []
        rest.reserveCapacity(Self.fixedBytes + texts.count + reply.body.count)
        rest += Self.littleEndian(UInt64(bitPattern: storedAt.nanoseconds))
        rest += Self.littleEndian(UInt64(bitPattern: reply.receivedAt.nanoseconds))
        rest += Self.littleEndian(UInt32(reply.headers.count))
        rest += Self.littleEndian(UInt32(texts.count))
        rest += key.digits.utf8
        rest += texts
        rest += reply.body
        return Self.magic + Self.littleEndian(Self.version) + Self.littleEndian(Self.checksum(rest)) + rest
    }

    /// Reads a file; nil when it is not what was written for that key.
    init?(_ bytes: [UInt8], for key: CacheKey) {
        guard bytes.count >= Self.fixedBytes, bytes.starts(with: Self.magic),
            Self.integer(bytes, at: 8, UInt32.self) == Self.version,
            bytes[40..<104].elementsEqual(key.digits.utf8)
        else { return nil }
        let rest = Array(bytes[16...])
        guard Self.checksum(rest) == Self.integer(bytes, at: 12, UInt32.self) else { return nil }
        storedAt = Timestamp(nanoseconds: Int64(bitPattern: Self.integer(bytes, at: 16, UInt64.self)))
        let receivedAt = Timestamp(nanoseconds: Int64(bitPattern: Self.integer(bytes, at: 24, UInt64.self)))
        let headerCount = Int(Self.integer(bytes, at: 32, UInt32.self))
        let end = Self.fixedBytes + Int(Self.integer(bytes, at: 36, UInt32.self))
        guard end <= bytes.count else { return nil }
        var texts = TextCutter(bytes: bytes[Self.fixedBytes..<end])
        guard let contentType = texts.next() else { return nil }
        var headers: [SourceHeader] = []
        for _ in 0..<headerCount {
            guard let name = texts.next(), let value = texts.next() else { return nil }
            headers.append(SourceHeader(name, value))
        }
        reply = SourceReply(
            status: 200, contentType: contentType, headers: headers, body: Array(bytes[end...]),
            receivedAt: receivedAt)
    }

    /// Takes texts off the beginning.
    private struct TextCutter {
        var bytes: ArraySlice<UInt8>

        mutating func next() -> String? {
            guard bytes.count >= 4 else { return nil }
            let length = Int(CacheEntry.integer(Array(bytes.prefix(4)), at: 0, UInt32.self))
            guard bytes.count - 4 >= length else { return nil }
            let text = String(validating: bytes.dropFirst(4).prefix(length), as: UTF8.self)
            bytes = bytes.dropFirst(4 + length)
            return text
        }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var checksum = CRC32C()
        // Bytes have no padding that could be undefined.
        unsafe checksum.update(bytes.span.bytes)
        return checksum.value
    }

    static func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// The integer at an offset; the caller has checked that it is there.
    static func integer<Value: FixedWidthInteger>(_ bytes: [UInt8], at offset: Int, _ type: Value.Type) -> Value {
        (0..<type.bitWidth / 8).reduce(0) { $0 | Value(truncatingIfNeeded: bytes[offset + $1]) << (8 * $1) }
    }
}
