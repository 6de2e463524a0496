import Glibc

/// A bucket's state as bytes: six 64-bit words, the last a checksum.
enum BucketRecord {
    static let length = 48
    private static let magic: UInt64 = 0x31_74_69_6d_69_6c_77_63

    /// Says which start of the machine the times count from.
    static let thisBoot: UInt64 = {
        let descriptor = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        // No /proc: then all are 0, and times of an earlier start are told by nothing but their being absurd.
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64)
        // Writes at most the bytes given.
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return checksum(bytes.prefix(max(0, count)))
    }()

    static func bytes(_ bucket: TokenBucket, boot: UInt64) -> [UInt8] {
        let words = [
            magic, boot, UInt64(bitPattern: bucket.fullAt.nanoseconds),
            UInt64(bitPattern: bucket.pausedUntil.nanoseconds), UInt64(bitPattern: bucket.pace.period),
        ]
        var bytes: [UInt8] = []
        for word in words { append(word, to: &bytes) }
        append(checksum(bytes[...]), to: &bytes)
        return bytes
    }

    /// A new file is a full bucket. One that cannot be understood (cut off by a crash, from before the machine's
    /// start) begins empty: nobody knows what was used, and the limit must not be passed.
    static func bucket(_ bytes: ArraySlice<UInt8>, _ pace: Pace, boot: UInt64, now: BootTime) -> TokenBucket {
        var bucket = TokenBucket(pace)
        if bytes.isEmpty { return bucket }
        guard bytes.count == length, word(bytes, 0) == magic, word(bytes, 1) == boot,
            word(bytes, 5) == checksum(bytes.prefix(40))
        else {
            bucket.fullAt = now + .nanoseconds(pace.time(pace.burst))
            return bucket
        }
        let full = BootTime(nanoseconds: Int64(bitPattern: word(bytes, 2)))
        let period = Int64(bitPattern: word(bytes, 4))
        bucket.fullAt = full
        // What the others have used stays used when they keep another pace, but in our time: a rate that was set too
        // low by mistake must not go on stopping us when it is set right.
        if full > now, period > 0, pace.period > 0, period != pace.period {
            let used = Double((full - now).wholeNanoseconds) / Double(period)
            bucket.fullAt = now + .nanoseconds(Int64(min(3e18, (used * Double(pace.period)).rounded(.up))))
        }
        bucket.pausedUntil = BootTime(nanoseconds: Int64(bitPattern: word(bytes, 3)))
        return bucket
    }

    private static func append(_ word: UInt64, to bytes: inout [UInt8]) {
        for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(index)))) }
    }

    private static func word(_ bytes: ArraySlice<UInt8>, _ index: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[bytes.startIndex + index * 8 + $1]) << (8 * UInt64($1)) }
    }

    /// FNV-1a.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
