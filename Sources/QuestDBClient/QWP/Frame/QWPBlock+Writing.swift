import NIOCore

/// The ways in which a column's values get into the bytes.
extension QWPBlock {
    /// Values that lie in memory as they are sent.
    @inline(__always)
    mutating func copy<Value: BitwiseCopyable>(_ values: Span<Value>) {
        bytes.writeInteger(0, as: UInt8.self)
        // Read only while they are copied.
        _ = unsafe values.withUnsafeBytes { unsafe bytes.writeBytes($0) }
    }

    /// The same value in every row.
    @inline(__always)
    mutating func fill<Value: BitwiseCopyable>(_ value: Value) {
        let width = MemoryLayout<Value>.size
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + width * rows) { out in
            // `write` made room for a flag and a value a row.
            unsafe out.storeBytes(of: 0, as: UInt8.self)
            let to = unsafe out + 1
            for row in 0..<rows { unsafe to.storeBytes(of: value, toByteOffset: row &* width, as: Value.self) }
            return (1 + width * rows, ())
        }
    }

    /// A value made of each. NULL is among them as the value that QuestDB stores for it: the server copies the
    /// column as it is, which it cannot do with bits and gaps.
    @inline(__always)
    mutating func map<Value: BitwiseCopyable, Wire: BitwiseCopyable>(_ values: Span<Value>, _ wire: (Value) -> Wire) {
        let width = MemoryLayout<Wire>.size
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + width * rows) { out in
            // `write` made room for a flag and a value a row; `begin` has checked the number of values.
            unsafe out.storeBytes(of: 0, as: UInt8.self)
            let to = unsafe out + 1
            for row in 0..<rows {
                unsafe to.storeBytes(of: wire(values[unchecked: row]), toByteOffset: row &* width, as: Wire.self)
            }
            return (1 + width * rows, ())
        }
    }

    /// Whether a value is among the values.
    @inline(__always)
    func has<Value: BitwiseCopyable & Equatable>(_ value: Value, _ values: Span<Value>) -> Bool {
        var found = 0
        // In bounds by the range. Counting all is faster than stopping at the first.
        for index in values.indices { found &+= unsafe values[unchecked: index] == value ? 1 : 0 }
        return found > 0
    }

    /// Bits of the rows that are NULL, then the other values without gaps.
    @inline(__always)
    mutating func sparse<Value: BitwiseCopyable & Equatable, Wire: BitwiseCopyable>(
        _ values: Span<Value>, null: Value, _ wire: (Value) -> Wire
    ) {
        let width = MemoryLayout<Wire>.size
        let bitmap = (rows + 7) / 8
        let rows = rows
        // The memory is not kept.
        unsafe bytes.write(reserving: 1 + bitmap + width * rows) { out in
            // `write` made room for a flag, a bit and a value a row.
            unsafe out.storeBytes(of: 1, as: UInt8.self)
            let bits = unsafe out + 1
            var to = unsafe bits + bitmap
            for first in stride(from: 0, to: rows, by: 8) {
                var byte: UInt8 = 0
                for row in first..<min(first + 8, rows) {
                    // In bounds by the ranges. A NULL is written too, and the next value over it.
                    let value = unsafe values[unchecked: row]
                    let isNull = value == null
                    unsafe to.storeBytes(of: wire(value), as: Wire.self)
                    unsafe to += isNull ? 0 : width
                    byte |= (isNull ? 1 : 0) << UInt8(truncatingIfNeeded: row &- first)
                }
                unsafe bits.storeBytes(of: byte, toByteOffset: first / 8, as: UInt8.self)
            }
            return (unsafe to - out, ())
        }
    }
}

extension ByteBuffer {
    /// Appends what `body` writes to the memory it is given, at least `size` bytes, and says it wrote.
    @inline(__always)
    mutating func write<Result>(
        reserving size: Int, _ body: (_ out: UnsafeMutableRawPointer) -> (Int, Result)
    ) -> Result {
        var result: Result?
        // The memory is `size` bytes or more, and nobody keeps its address.
        unsafe writeWithUnsafeMutableBytes(minimumWritableBytes: size) { memory in
            // A buffer with room has an address.
            let (count, value) = unsafe body(memory.baseAddress!)
            result = value
            return count
        }
        return result!
    }
}
