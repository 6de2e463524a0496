/// Bytes on their way to the server: numbers in network order, appended.
///
/// Grows by doubling; `removeAll` keeps the memory for the next batch.
@safe final class NetworkBytes {
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1024) {
        self.capacity = max(64, capacity)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { unsafe base.deallocate() }

    func removeAll() { count = 0 }

    @inline(__always)
    func append<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) {
        let size = MemoryLayout<Number>.size
        if capacity - count < size { grow(by: size) }
        // There is room by the line above.
        unsafe base.storeBytes(of: number.bigEndian, toByteOffset: count, as: Number.self)
        count &+= size
    }

    func append(_ bytes: [UInt8]) {
        if capacity - count < bytes.count { grow(by: bytes.count) }
        let destination = count
        unsafe bytes.withUnsafeBytes { bytes in
            // There is room by the line above; an empty array may have no address.
            if let start = bytes.baseAddress {
                unsafe (base + destination).copyMemory(from: start, byteCount: bytes.count)
            }
        }
        count += bytes.count
    }

    func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            if capacity - count < bytes.count { grow(by: bytes.count) }
            // There is room by the line above; an empty buffer may have no address.
            if let start = bytes.baseAddress {
                unsafe (base + count).copyMemory(from: start, byteCount: bytes.count)
            }
        }
        count += text.utf8.count
    }

    /// The bytes, good during the call.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        // `count` bytes were written, and nobody appends during the call.
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    private func grow(by size: Int) {
        let larger = max(capacity * 2, capacity + size)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        // The old memory holds `count` bytes, the new one more.
        unsafe moved.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = larger
    }
}
