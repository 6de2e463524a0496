import MarketData

/// Times as text. Rows of one day lie together, and most of a time's text is its day.
struct DayText {
    private static let length: Int64 = 86_400_000_000_000

    private var day = Int64.min
    /// `2024-01-01T`.
    private var text: [UInt8] = []

    /// Makes the day's text, where the time before was of another.
    @inline(__always)
    mutating func prepare(_ nanoseconds: Int64) {
        let into = nanoseconds % Self.length
        guard into >= 0, nanoseconds - into != day else { return }
        day = nanoseconds - into
        text = Array("\(Timestamp(nanoseconds: day))".utf8.prefix { $0 != 0x54 }) + [0x54]
    }

    /// Writes a time that was prepared at a place that has room for it.
    @inline(__always)
    func put(_ nanoseconds: Int64, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        let into = nanoseconds % Self.length
        guard into >= 0, into % 1_000_000_000 == 0 else { return whole(nanoseconds, &span, &at) }
        for byte in text {
            span[at] = byte
            at += 1
        }
        let second = Int(into / 1_000_000_000)
        two(second / 3600, 0x3A, &span, &at)
        two(second / 60 % 60, 0x3A, &span, &at)
        two(second % 60, 0x5A, &span, &at)
    }

    /// Two digits and what stands behind them.
    @inline(__always)
    private func two(_ value: Int, _ mark: UInt8, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        span[at] = 0x30 + UInt8(truncatingIfNeeded: value / 10)
        span[at + 1] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
        span[at + 2] = mark
        at += 3
    }

    /// A time with a fraction of a second, or before 1970.
    private func whole(_ nanoseconds: Int64, _ span: inout MutableSpan<UInt8>, _ at: inout Int) {
        for byte in "\(Timestamp(nanoseconds: nanoseconds))".utf8 {
            span[at] = byte
            at += 1
        }
    }
}
