import Glibc

/// Looks for bytes in bytes, as fast as memory is read: whole replies are looked through.
enum ByteSearch {
    /// Where `needle`, which is not empty, first begins at or behind `start`.
    static func first(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard !needle.isEmpty, start < bytes.count else { return nil }
        // Looked for by a letter where it has one, best a capital: replies are mostly digits and marks.
        let isCapital = { (byte: UInt8) in (0x41...0x5a).contains(byte) }
        let key =
            needle.firstIndex(where: isCapital) ?? needle.firstIndex { (0x61...0x7a).contains($0) } ?? 0
        return unsafe bytes.withUnsafeBytes { bytes in
            unsafe needle.withUnsafeBytes { needle in
                var index = start
                // Both buffers are read within their bounds: a needle begins where all of it has room.
                while index + needle.count <= bytes.count {
                    let room = bytes.count - needle.count - index + 1
                    guard
                        let found = unsafe memchr(bytes.baseAddress! + index + key, Int32(needle[key]), room)
                    else { return nil }
                    index = unsafe UnsafeRawPointer(found) - bytes.baseAddress! - key
                    if unsafe memcmp(bytes.baseAddress! + index, needle.baseAddress!, needle.count) == 0 {
                        return index
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}
