/// Timestamps by the difference of their differences, in 1 to 36 bits each.
enum GorillaTimestamps {
    /// Packs 64-bit timestamps where they lie and says how many bytes they now take; nil, and nothing changed,
    /// when that is more than half (two take as much in either form) or when a difference does not fit in 32 bits.
    static func pack(_ memory: UnsafeMutableRawBufferPointer, count: Int) -> Int? {
        precondition(memory.count >= 8 * count, "eight bytes a timestamp")
        guard count > 1, let base = memory.baseAddress else { return nil }
        guard let size = unsafe packedSize(base, count: count), size <= max(16, 4 * count) else { return nil }
        var writer = unsafe BitWriter(base + 16)
        var previous = unsafe value(base, 1)
        var delta = unsafe previous &- value(base, 0)
        for index in 2..<count {
            // What is written never overtakes what is read: 36 bits at most for each 64.
            let value = unsafe value(base, index)
            let next = value &- previous
            let bits = code(next &- delta)
            writer.append(bits.code, count: bits.count)
            (previous, delta) = (value, next)
        }
        let end = unsafe writer.finish()
        return unsafe end - base
    }

    /// Bytes that the packed timestamps take; nil when a difference does not fit.
    private static func packedSize(_ base: UnsafeMutableRawPointer, count: Int) -> Int? {
        var previous = unsafe value(base, 1)
        var delta = unsafe previous &- value(base, 0)
        var bits = 0
        for index in 2..<count {
            // In bounds by the precondition of `pack`.
            let value = unsafe value(base, index)
            let (next, overflows) = value.subtractingReportingOverflow(previous)
            let (change, overflowsToo) = next.subtractingReportingOverflow(delta)
            if overflows || overflowsToo || Int32(exactly: change) == nil { return nil }
            bits &+= code(change).count
            (previous, delta) = (value, next)
        }
        return 16 + (bits + 7) / 8
    }

    /// Prefix and value of a difference, the first bit lowest.
    @inline(__always)
    private static func code(_ change: Int64) -> (code: UInt64, count: Int) {
        if change == 0 { return (0, 1) }
        let bits = UInt64(bitPattern: change)
        switch change {
        case -64...63: return (0b01 | (bits & 0x7F) << 2, 9)
        case -256...255: return (0b011 | (bits & 0x1FF) << 3, 12)
        case -2_048...2_047: return (0b0111 | (bits & 0xFFF) << 4, 16)
        default: return (0b1111 | (bits & 0xFFFF_FFFF) << 4, 36)
        }
    }

    @inline(__always)
    private static func value(_ base: UnsafeMutableRawPointer, _ index: Int) -> Int64 {
        unsafe base.loadUnaligned(fromByteOffset: index &* 8, as: Int64.self)
    }
}

/// Writes bits, the lowest of a byte first.
@safe private struct BitWriter {
    private var to: UnsafeMutableRawPointer
    private var pending: UInt64 = 0
    private var count = 0

    init(_ start: UnsafeMutableRawPointer) { unsafe to = start }

    @inline(__always)
    mutating func append(_ bits: UInt64, count added: Int) {
        // At most 7 bits wait, 36 come: they fit.
        pending |= bits << UInt64(count)
        count += added
        while count >= 8 {
            // The caller gave room for all bits.
            unsafe to.storeBytes(of: UInt8(truncatingIfNeeded: pending), as: UInt8.self)
            unsafe to += 1
            pending >>= 8
            count -= 8
        }
    }

    /// Fills the last byte; where the bits end.
    mutating func finish() -> UnsafeMutableRawPointer {
        if count > 0 {
            // The caller gave room for all bits.
            unsafe to.storeBytes(of: UInt8(truncatingIfNeeded: pending), as: UInt8.self)
            unsafe to += 1
        }
        return unsafe to
    }
}
