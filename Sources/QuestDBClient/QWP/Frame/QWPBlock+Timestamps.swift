import NIOCore

extension QWPBlock {
    /// A TIMESTAMP or TIMESTAMP_NANOS column of nanoseconds since 1970, UTC.
    ///
    /// For TIMESTAMP what is below a microsecond is cut off, towards the past. `null` is the caller's value
    /// for NULL; a designated timestamp has no NULL: the server would set its own clock's time.
    public mutating func timestamps(nanoseconds values: Span<Int64>, null: Int64? = nil) {
        let column = begin(.timestamp, .timestampNanos, count: values.count)
        if column.type == .timestampNanos {
            timestamps(values, null: null, column) { $0 }
        } else {
            timestamps(values, null: null, column) { Self.microseconds($0) }
        }
    }

    /// A TIMESTAMP column of microseconds since 1970, UTC. `null` is the caller's value for NULL, not for a
    /// designated timestamp.
    public mutating func timestamps(microseconds values: Span<Int64>, null: Int64? = nil) {
        let column = begin(.timestamp, count: values.count)
        timestamps(values, null: null, column) { $0 }
    }

    @inline(__always)
    static func microseconds(_ nanoseconds: Int64) -> Int64 {
        let quotient = nanoseconds / 1_000
        return nanoseconds &- quotient &* 1_000 < 0 ? quotient &- 1 : quotient
    }

    @inline(__always)
    private mutating func timestamps(
        _ values: Span<Int64>, null: Int64?, _ column: QWPColumn, _ wire: (Int64) -> Int64
    ) {
        if let null, has(null, values) {
            precondition(
                !column.isDesignated, "\(table.name).\(column.name) is the designated timestamp: it has no NULL")
            sparseTimestamps(values, null: null, wire)
            return
        }
        let flags = compressesTimestamps ? 2 : 1
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: flags + 8 * rows) { out in
            // `write` made room for two flags and eight bytes a row.
            unsafe out.storeBytes(of: 0, as: UInt8.self)
            unsafe out.storeBytes(of: 0, toByteOffset: flags - 1, as: UInt8.self)
            let to = unsafe out + flags
            for row in 0..<rows {
                // `begin` has checked the number of values.
                unsafe to.storeBytes(of: wire(values[unchecked: row]), toByteOffset: row &* 8, as: Int64.self)
            }
            return (flags + 8 * rows, ())
        }
        if compressesTimestamps { compress(last: rows) }
    }

    @inline(__always)
    private mutating func sparseTimestamps(_ values: Span<Int64>, null: Int64, _ wire: (Int64) -> Int64) {
        let start = bytes.writerIndex
        sparse(values, null: null, wire)
        guard compressesTimestamps else { return }
        // The encoding flag belongs between the bits and the values.
        let head = 1 + (rows + 7) / 8
        let present = bytes.writerIndex - start - head
        let packed = bytes.getSlice(at: start + head, length: present)!
        bytes.moveWriterIndex(to: start + head)
        bytes.writeInteger(0, as: UInt8.self)
        bytes.writeImmutableBuffer(packed)
        compress(last: present / 8)
    }

    /// Writes the last `count` values, before which lies the encoding flag, by the difference of their differences
    /// when that takes less than half their bytes.
    private mutating func compress(last count: Int) {
        let size = 8 * count
        let start = bytes.writerIndex - size
        let packed = unsafe bytes.withUnsafeMutableReadableBytes { memory -> Int? in
            // The values are the last bytes that were written.
            let values = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[(memory.count - size)...])
            return unsafe GorillaTimestamps.pack(values, count: count)
        }
        guard let packed else { return }
        bytes.setInteger(1, at: start - 1, as: UInt8.self)
        bytes.moveWriterIndex(to: start + packed)
    }
}
