import NIOCore

#if _endian(big)
    #error("columns are copied as they lie in memory, and QWP is little-endian")
#endif

extension QWPBlock {
    /// A DOUBLE column. NaN is NULL, as in QuestDB itself.
    public mutating func doubles(_ values: Span<Double>) {
        _ = begin(.double, count: values.count)
        copy(values)
    }

    /// A DOUBLE column with the same value in every row.
    public mutating func doubles(constant value: Double) {
        _ = begin(.double, count: rows)
        fill(value)
    }

    /// A LONG column. `null` is the caller's value for NULL; `Int64.min` is NULL in any case.
    public mutating func longs(_ values: Span<Int64>, null: Int64? = nil) {
        _ = begin(.long, count: values.count)
        if let null { map(values) { $0 == null ? .min : $0 } } else { copy(values) }
    }

    /// A LONG column with the same value in every row.
    public mutating func longs(constant value: Int64) {
        _ = begin(.long, count: rows)
        fill(value)
    }

    /// An INT column. `null` is the caller's value for NULL; `Int32.min` is NULL in any case.
    public mutating func ints(_ values: Span<Int32>, null: Int32? = nil) {
        _ = begin(.int, count: values.count)
        if let null { map(values) { $0 == null ? .min : $0 } } else { copy(values) }
    }

    /// An INT column of wider values. `null` is the caller's value for NULL; `Int32.min` is NULL in any case.
    /// Throws `.value` for a value that does not fit.
    public mutating func ints(_ values: Span<Int64>, null: Int64? = nil) throws(QWPError) {
        let column = begin(.int, count: values.count)
        // Bits that some value loses when it is narrowed.
        var lost: Int64 = 0
        // Where no value means NULL, the one that is NULL in QuestDB does.
        let null = null ?? Int64(Int32.min)
        map(values) { value in
            let narrow = Int32(truncatingIfNeeded: value)
            lost |= value == null ? 0 : value ^ Int64(narrow)
            return value == null ? Int32.min : narrow
        }
        if lost == 0 { return }
        for row in 0..<rows where values[row] != null && Int32(exactly: values[row]) == nil {
            throw .value(values[row], row: row, column: column.name, table: table.name)
        }
    }

    /// An INT column of what a small table has for each row's id: the number of an asset per series, say.
    /// Traps when an id is not in the table.
    public mutating func ints(ids: Span<UInt32>, values: Span<Int32>) {
        _ = begin(.int, count: ids.count)
        checkLargest(ids, below: values.count)
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + 4 * rows) { out in
            // `write` made room for a flag and four bytes a row.
            unsafe out.storeBytes(of: 0, as: UInt8.self)
            let to = unsafe out + 1
            for row in 0..<rows {
                // `begin` has checked the number of ids, `checkLargest` that they are in the table.
                let value = unsafe values[unchecked: Int(ids[unchecked: row])]
                unsafe to.storeBytes(of: value, toByteOffset: row &* 4, as: Int32.self)
            }
            return (1 + 4 * rows, ())
        }
    }

    /// An INT column with the same value in every row.
    public mutating func ints(constant value: Int32) {
        _ = begin(.int, count: rows)
        fill(value)
    }

    /// Traps unless all ids are smaller than the size of the table they point to.
    func checkLargest(_ ids: Span<UInt32>, below count: Int) {
        var largest: UInt32 = 0
        // In bounds by the range.
        for index in ids.indices { largest = max(largest, unsafe ids[unchecked: index]) }
        precondition(ids.isEmpty || Int(largest) < count, "id \(largest) is not in a table of \(count)")
    }
}
