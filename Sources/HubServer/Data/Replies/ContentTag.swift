/// A tag of some content: equal for equal bytes, and another for others but for chance (2^-100 or so). It guards against
/// nobody; for that there are digests, which cost ten times as much.
enum ContentTag {
    /// 32 hexadecimal digits in quotes, as an ETag wants them.
    static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var first = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
        var second = UInt64(bytes.count) ^ 0xC2B2_AE3D_27D4_EB4F
        let words = bytes.count / 8
        // Two words for each number at a time: neither waits for the other's multiplication.
        for index in 0..<(words / 2) {
            // Within the bytes: there are eight for each word.
            let (one, other) = unsafe (word(bytes, 2 * index), word(bytes, 2 * index + 1))
            take(one, other, &first, &second)
        }
        var rest: UInt64 = 0
        for index in (words * 8)..<bytes.count { rest = rest << 8 | UInt64(unsafe bytes[index]) }
        take(words % 2 == 0 ? 0 : unsafe word(bytes, words - 1), rest, &first, &second)
        return "\"" + text(mixed(first)) + text(mixed(second ^ first)) + "\""
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
    }

    @inline(__always)
    private static func take(_ one: UInt64, _ other: UInt64, _ first: inout UInt64, _ second: inout UInt64) {
        let left = (first ^ one).multipliedFullWidth(by: 0xA076_1D64_78BD_642F ^ other)
        first = left.high ^ left.low ^ one
        let right = (second &+ other).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB &+ one)
        second = right.high &+ right.low ^ other
    }

    /// Every bit of the number has its part in every bit of the result.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var number = (number ^ (number >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        number = (number ^ (number >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return number ^ (number >> 33)
    }

    private static func text(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
