/// Up to 16 bytes of ASCII that are written by two stores instead of a loop.
struct ShortText {
    private let low: UInt64
    private let high: UInt64
    private let length: Int

    /// Room behind the text that a store may touch.
    static let slack = 16

    init(_ text: String) {
        let utf8 = Array(text.utf8)
        precondition(utf8.count <= Self.slack, "a short text has at most 16 bytes")
        func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
        (low, high) = (word(utf8.prefix(8)), word(utf8.dropFirst(8)))
        length = utf8.count
    }

    /// Writes it at a place that has room for it and the slack.
    @inline(__always)
    func put(_ bytes: inout MutableRawSpan, _ at: inout Int) {
        bytes.storeBytes(of: low.littleEndian, toByteOffset: at, as: UInt64.self)
        bytes.storeBytes(of: high.littleEndian, toByteOffset: at + 8, as: UInt64.self)
        at += length
    }
}
