import Glibc

/// Whether all of a library is there: a file that was cut short can be mapped, and ends who looks behind its end.
enum LibraryLength {
    /// Bytes that its program headers name and that the file has not; nil where none are missing, and for what is no
    /// ELF library of 64 bits, of which the loader tells.
    static func missing(of path: String) -> Int? {
        // The path lives during the call.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        // What cannot be opened is for the loader to say.
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        // Filled by the call, and read only when that succeeded.
        guard unsafe fstat(file, &status) == 0, let head = bytes(64, at: 0, of: file),
            head[0..<6].elementsEqual([0x7F, 0x45, 0x4C, 0x46, 2, 1])
        else { return nil }
        let size = UInt64(max(0, status.st_size))
        let (start, width, count) = (number(head, 32, 8), number(head, 54, 2), number(head, 56, 2))
        guard width == 56, start <= size else { return start > size ? Int(clamping: start - size) : nil }
        var end = start + width * count
        for index in 0..<count where end <= size {
            guard let header = bytes(56, at: start + index * width, of: file) else { return nil }
            // Only what is loaded; the sum of two numbers of the file can be more than there are.
            let (sum, overflow) = number(header, 8, 8).addingReportingOverflow(number(header, 32, 8))
            if number(header, 0, 4) == 1 { end = max(end, overflow ? .max : sum) }
        }
        return end > size ? Int(clamping: end - size) : nil
    }

    private static func bytes(_ count: Int, at place: UInt64, of file: Int32) -> [UInt8]? {
        guard let offset = off_t(exactly: place) else { return nil }
        var room = [UInt8](repeating: 0, count: count)
        // The call writes at most the array's length.
        let found = unsafe room.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, offset) }
        return found == count ? room : nil
    }

    /// A little-endian number.
    private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> UInt64 {
        bytes[place..<place + width].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
