/// A reply's head, line by line as libcurl gives it.
struct ReplyHead {
    /// Of the last head: 100 and 103 come before the real one.
    private(set) var status = 0
    private(set) var headers: [SourceHeader] = []
    /// Whether the real head came to its end. libcurl takes a head that breaks off for a whole one.
    private(set) var isWhole = false
    private var size = 0

    /// More than any server sends.
    private static let longest = 256 << 10

    /// The next line with its line end; false when the head is too long.
    mutating func take(_ line: String) -> Bool {
        // Trailers behind the body change nothing.
        if isWhole { return true }
        size += line.utf8.count
        if line.hasPrefix("HTTP/") {
            headers = []
            // The code is the second word, with any version.
            let words = line.split(separator: " ", maxSplits: 2)
            status = words.count > 1 ? Int(words[1].trimmed) ?? 0 : 0
        } else if line.trimmed.isEmpty {
            isWhole = status >= 200 || status == 101
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmed
            headers.append(SourceHeader(String(line[..<colon]), String(value)))
        }
        return size <= Self.longest
    }

    /// The first header of that name.
    subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name }?.value }
}
