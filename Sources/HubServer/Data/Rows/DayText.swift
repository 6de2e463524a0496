import MarketData

/// Times as text. Rows of one day lie together, and most of a time's text is its day.
struct DayText {
    private static let length: Int64 = 86_400_000_000_000

    private var day = Int64.min
    /// `2024-01-01T`.
    private var text = ShortText("")

    /// Makes the day's text, where the time before was of another.
    @inline(__always)
    mutating func prepare(_ nanoseconds: Int64) {
        let into = nanoseconds % Self.length
        guard into >= 0, nanoseconds - into != day else { return }
        begin(nanoseconds - into)
    }

    @inline(never)
    private mutating func begin(_ start: Int64) {
        day = start
        text = ShortText(String("\(Timestamp(nanoseconds: start))".prefix { $0 != "T" }) + "T")
    }

    /// Writes a time that was prepared at a place that has room for it.
    @inline(__always)
    func put(_ nanoseconds: Int64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        let into = nanoseconds % Self.length
        let (second, fraction) = into.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard into >= 0, fraction == 0 else { return whole(nanoseconds, &bytes, &at) }
        text.put(&bytes, &at)
        // `HH:MM:SS` in one word.
        let (minutes, seconds) = UInt64(second).quotientAndRemainder(dividingBy: 60)
        let (hours, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        let clock = Self.two(hours) | 0x3A << 16 | Self.two(minute) << 24 | 0x3A << 40 | Self.two(seconds) << 48
        bytes.storeBytes(of: clock.littleEndian, toByteOffset: at, as: UInt64.self)
        bytes.storeBytes(of: 0x5A, toByteOffset: at + 8, as: UInt8.self)
        at += 9
    }

    /// Two digits, the first in the lowest byte.
    @inline(__always)
    private static func two(_ value: UInt64) -> UInt64 {
        let tens = value / 10
        return (0x30 &+ tens) | (0x30 &+ value &- tens &* 10) << 8
    }

    /// A time with a fraction of a second, or before 1970.
    @inline(never)
    private func whole(_ nanoseconds: Int64, _ bytes: inout MutableRawSpan, _ at: inout Int) {
        for byte in "\(Timestamp(nanoseconds: nanoseconds))".utf8 {
            bytes.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
            at += 1
        }
    }
}
