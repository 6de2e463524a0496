/// A column of a batch: a fixed number of plain values, checked at every access.
///
/// Owned by the batch it belongs to. Memory is zeroed at the start.
@safe public final class Column<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    // @unchecked: a column travels with its batch, which one thread has at a time.

    /// How many values it holds.
    public let capacity: Int
    @usableFromInline let base: UnsafeMutablePointer<Element>

    init(capacity: Int, zero: Element) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity)
        unsafe base.initialize(repeating: zero, count: capacity)
    }

    deinit {
        // BitwiseCopyable: nothing to deinitialize.
        unsafe base.deallocate()
    }

    /// The value of a row.
    @inlinable public subscript(_ row: Int) -> Element {
        get {
            precondition(UInt(bitPattern: row) < UInt(bitPattern: capacity), "row out of the batch")
            // In bounds by the line above.
            return unsafe base[row]
        }
        set {
            precondition(UInt(bitPattern: row) < UInt(bitPattern: capacity), "row out of the batch")
            // In bounds by the line above.
            unsafe base[row] = newValue
        }
    }

    /// Copies a run of rows to the place from `start` on, which may overlap it; for compaction.
    /// Traps unless both lie in the column.
    @inlinable public func move(rows: Range<Int>, to start: Int) {
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= capacity && start >= 0 && start <= capacity - rows.count,
            "row out of the batch")
        // In bounds by the lines above; `update` allows overlap.
        unsafe (base + start).update(from: base + rows.lowerBound, count: rows.count)
    }

    /// The memory of the column, `capacity` values, valid while the column lives: for the C boundary
    /// and for inner loops that have checked their bounds.
    @inlinable @unsafe public var pointer: UnsafeMutablePointer<Element> { unsafe base }
}
