import CAdapterABI

/// Texts for a C caller, in one piece of memory that lives as long as this does.
///
/// @unchecked Sendable: nothing changes after `init`.
@safe final class TextArena: @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    private let ends: [Int]

    init(_ texts: [[UInt8]]) {
        var ends: [Int] = []
        ends.reserveCapacity(texts.count)
        for text in texts { ends.append((ends.last ?? 0) + text.count) }
        self.ends = ends
        unsafe base = .allocate(capacity: max(1, ends.last ?? 0))
        var start = 0
        for text in texts {
            for byte in text {
                // In bounds: `start` counts up to the sum of all lengths, which was allocated.
                unsafe base[start] = byte
                start += 1
            }
        }
    }

    // Bytes need no deinitialising.
    deinit { unsafe base.deallocate() }

    /// A text as the ABI wants it, valid while the arena lives.
    subscript(_ index: Int) -> cw_text {
        let start = index == 0 ? 0 : ends[index - 1]
        let length = ends[index] - start
        if length == 0 { return unsafe cw_text(bytes: nil, length: 0) }
        // In bounds: both ends were made by `init`.
        return unsafe cw_text(
            bytes: UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self), length: UInt64(length))
    }
}
