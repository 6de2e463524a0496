/// Writes what crosses between host and worker into a place of the shared memory: numbers of 8 bytes, and texts with
/// their length before them.
@safe package struct WireWriter {
    private let start: UnsafeMutableRawPointer
    private let capacity: Int
    /// Bytes written.
    package private(set) var length = 0
    /// Something did not fit; what was written is of no use.
    package private(set) var isOverflown = false

    /// - Parameter start: `capacity` bytes that outlive this.
    @unsafe package init(_ start: UnsafeMutableRawPointer, capacity: Int) {
        unsafe self.start = start
        self.capacity = capacity
    }

    /// A number.
    package mutating func add(_ value: Int64) {
        guard let place = room(8) else { return }
        // In bounds: `room` has looked.
        unsafe (start + place).storeBytes(of: value, as: Int64.self)
    }

    /// A number.
    package mutating func add(_ value: Int) { add(Int64(value)) }

    /// Bytes with their number before them.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(bytes.count)
        guard let place = room(bytes.count) else { return }
        // In bounds: `room` has looked; the two never overlap.
        if let from = bytes.baseAddress { unsafe (start + place).copyMemory(from: from, byteCount: bytes.count) }
    }

    /// Bytes with their number before them.
    package mutating func add(_ bytes: [UInt8]) {
        // The array's bytes live during the call.
        unsafe bytes.withUnsafeBytes { unsafe add($0) }
    }

    /// A text with its length before it.
    package mutating func add(_ text: String) { add(Array(text.utf8)) }

    private mutating func room(_ count: Int) -> Int? {
        // Numbers lie at multiples of 8.
        let padded = (count + 7) & ~7
        guard !isOverflown, count >= 0, padded <= capacity - length else {
            isOverflown = true
            return nil
        }
        defer { length += padded }
        return length
    }
}
