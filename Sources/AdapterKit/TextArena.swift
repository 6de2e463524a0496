import CAdapterABI

/// Memory for the texts and arrays that a call hands to the host: valid until the next call on the session.
@safe package final class TextArena {
    // Each was allocated here and is freed here, once.
    private var blocks: [UnsafeMutableRawPointer] = unsafe []

    package init() {}

    deinit { reset() }

    /// Frees everything that was handed out.
    package func reset() {
        for index in unsafe blocks.indices { unsafe blocks[index].deallocate() }
        unsafe blocks.removeAll(keepingCapacity: true)
    }

    /// A copy of a text.
    package func text(_ string: String) -> cw_text {
        var string = string
        return string.withUTF8 { utf8 in
            guard let copy = unsafe bytes(UnsafeRawBufferPointer(utf8)) else {
                return unsafe cw_text(bytes: nil, length: 0)
            }
            return unsafe cw_text(bytes: copy.assumingMemoryBound(to: CChar.self), length: UInt64(utf8.count))
        }
    }

    /// A copy of plain values, nil for none.
    package func array<Element: BitwiseCopyable>(_ values: [Element]) -> UnsafePointer<Element>? {
        guard !values.isEmpty else { return nil }
        return unsafe values.withUnsafeBytes { raw in
            // As many bytes as the elements take, aligned for anything.
            unsafe bytes(raw).map { unsafe UnsafePointer($0.assumingMemoryBound(to: Element.self)) }
        }
    }

    private func bytes(_ source: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
        guard source.count > 0 else { return nil }
        let block = UnsafeMutableRawPointer.allocate(byteCount: source.count, alignment: 16)
        unsafe blocks.append(block)
        // The block is as long as the source.
        unsafe block.copyMemory(from: source.baseAddress.unsafelyUnwrapped, byteCount: source.count)
        return unsafe block
    }
}
