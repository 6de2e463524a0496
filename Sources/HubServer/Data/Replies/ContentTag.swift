/// A tag of some content: equal for equal bytes, and another for others but for chance (2^-100 or so). It guards against
/// nobody; for that there are digests, which cost ten times as much.
enum ContentTag {
    /// 32 hexadecimal digits in quotes, as an ETag wants them.
    static func of(_ bytes: [UInt8]) -> String {
        var first = UInt64(bytes.count) ^ 0x9E37_79B9_7F4A_7C15
        var second = UInt64(bytes.count) ^ 0xC2B2_AE3D_27D4_EB4F
        // The array's own bytes, for the duration of the call.
        unsafe bytes.withUnsafeBytes { raw in
            let words = raw.count / 8
            for index in 0..<words {
                // Within the bytes: there are eight for each word.
                take(unsafe raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self), &first, &second)
            }
            var rest: UInt64 = 0
            for index in (words * 8)..<raw.count { rest = rest << 8 | UInt64(unsafe raw[index]) }
            take(rest, &first, &second)
        }
        return "\"" + text(mixed(first)) + text(mixed(second ^ first)) + "\""
    }

    @inline(__always)
    private static func take(_ word: UInt64, _ first: inout UInt64, _ second: inout UInt64) {
        let one = (first ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
        first = one.high ^ one.low ^ word
        let other = (second &+ word).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
        second = other.high &+ other.low ^ word
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
