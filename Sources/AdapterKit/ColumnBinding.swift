/// Where writers put the values of columns that the host does not want. One block stands for all of them: a
/// store that nobody reads costs less than asking for every row which columns are wanted.
@safe package final class SpareColumn {
    // Allocated and freed here.
    private var block: UnsafeMutableRawPointer?
    private var capacity = 0

    package init() {}

    deinit { unsafe block?.deallocate() }

    /// The host's column, or the spare one, with room for `rows` values of at most eight bytes.
    func bind<Value: BitwiseCopyable>(
        _ column: UnsafeMutablePointer<Value>?, rows: Int
    ) -> UnsafeMutablePointer<Value> {
        if let column = unsafe column { return unsafe column }
        if unsafe block == nil || capacity < rows {
            unsafe block?.deallocate()
            unsafe block = UnsafeMutableRawPointer.allocate(byteCount: max(rows, 1) * 8, alignment: 16)
            capacity = rows
        }
        // Large enough, aligned for eight bytes, and write-only.
        return unsafe block.unsafelyUnwrapped.assumingMemoryBound(to: Value.self)
    }
}
