import CAdapterABI

extension String {
    /// The text that crosses in a cw_text; bytes that are no UTF-8 are replaced.
    init(_ text: cw_text) {
        guard let bytes = unsafe text.bytes, let length = unsafe Int(exactly: text.length), length > 0 else {
            self = ""
            return
        }
        // The ABI: `length` bytes lie at `bytes`.
        let raw = unsafe UnsafeRawBufferPointer(start: bytes, count: length)
        self = unsafe String(decoding: raw, as: UTF8.self)
    }
}

/// Writes a text with its NUL into a fixed array; what does not fit is cut off between two characters.
/// Returns whether all of it was written.
@discardableResult
package func copyText(_ text: String, into array: UnsafeMutableRawBufferPointer) -> Bool {
    guard array.count > 0 else { return false }
    var text = text
    return text.withUTF8 { utf8 in
        var count = min(utf8.count, array.count - 1)
        let isWhole = count == utf8.count
        // Not inside a character: back to a byte that begins one.
        while !isWhole, count > 0, unsafe utf8[count] & 0xC0 == 0x80 { count -= 1 }
        // `count` is at most the size of either side.
        unsafe array.copyBytes(from: utf8[..<count])
        unsafe array[count] = 0
        return isWhole
    }
}

extension UInt32 {
    /// The size of version 1.0 of a struct of the ABI.
    static func size<Struct>(of type: Struct.Type) -> UInt32 { UInt32(MemoryLayout<Struct>.size) }
}
