/// Plain values one after the other that C can read; their place can change when one is added.
@safe final class GrowingColumn<Element: BitwiseCopyable> {
    private var start: UnsafeMutablePointer<Element>
    private var capacity = 16
    private(set) var count = 0

    init() { unsafe start = .allocate(capacity: capacity) }

    // BitwiseCopyable: nothing to deinitialize.
    deinit { unsafe start.deallocate() }

    /// The values, valid until one is added.
    @unsafe var pointer: UnsafePointer<Element> { unsafe UnsafePointer(start) }

    func clear() { count = 0 }

    func add(_ element: Element) {
        if count == capacity {
            let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
            // All of what there is fits into twice its room.
            unsafe wider.initialize(from: start, count: count)
            unsafe start.deallocate()
            unsafe start = wider
            capacity *= 2
        }
        // In bounds by the lines above.
        unsafe (start + count).initialize(to: element)
        count += 1
    }
}
