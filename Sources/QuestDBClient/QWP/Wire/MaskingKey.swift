import NIOCore

/// The four bytes with which a WebSocket client disguises what it sends, a fresh one for every frame.
struct MaskingKey: Hashable, Sendable {
    /// The key, its first byte lowest.
    let bits: UInt32

    /// A key that nobody can foretell.
    static func random() -> MaskingKey { MaskingKey(bits: .random(in: .min ... .max)) }

    /// The four bytes in the order in which they are sent.
    var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: bits >> UInt32(8 * $0)) } }

    /// The key for what begins `offset` bytes into the frame.
    func shifted(by offset: Int) -> MaskingKey {
        let turn = UInt32(8 * (offset & 3))
        return turn == 0 ? self : MaskingKey(bits: bits >> turn | bits << (32 - turn))
    }

    /// The key that masks what another key has masked.
    func combined(with other: MaskingKey) -> MaskingKey { MaskingKey(bits: bits ^ other.bits) }

    /// Masks bytes in place, or unmasks them: twice is nothing.
    func apply(to bytes: inout [UInt8]) {
        // In bounds: the whole of the array.
        unsafe bytes.withUnsafeMutableBytes { unsafe apply(to: $0) }
    }

    /// Masks what can be read of a buffer in place.
    func apply(to buffer: inout ByteBuffer) {
        // In bounds: what can be read.
        unsafe buffer.withUnsafeMutableReadableBytes { unsafe apply(to: $0) }
    }

    private func apply(to memory: UnsafeMutableRawBufferPointer) {
        guard let base = memory.baseAddress else { return }
        let word = UInt64(bits) << 32 | UInt64(bits)
        let words = memory.count / 8
        for index in 0..<words {
            // Whole words in the memory; the compiler makes vectors of them.
            let masked = unsafe base.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self) ^ word
            unsafe base.storeBytes(of: masked, toByteOffset: index &* 8, as: UInt64.self)
        }
        for index in words * 8..<memory.count {
            // The last few, one by one.
            unsafe memory[index] ^= UInt8(truncatingIfNeeded: word >> UInt64(8 * (index & 7)))
        }
    }
}
