/// Memory of a fixed number of plain values that C writes and the host reads.
@safe struct CColumn<Element: BitwiseCopyable>: ~Copyable {
    let capacity: Int
    @unsafe let pointer: UnsafeMutablePointer<Element>

    init(capacity: Int, zero: Element) {
        self.capacity = capacity
        unsafe pointer = .allocate(capacity: capacity)
        unsafe pointer.initialize(repeating: zero, count: capacity)
    }

    // BitwiseCopyable: nothing to deinitialize.
    deinit { unsafe pointer.deallocate() }

    subscript(_ index: Int) -> Element {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: capacity), "index out of the column")
        // In bounds by the line above.
        return unsafe pointer[index]
    }
}
