/// Cuts a stream of bytes into lines; what is too long is cut off, and the rest of that line is dropped.
struct LineCutter {
    let longest: Int
    private var line: [UInt8] = []
    private var isTooLong = false

    init(longest: Int) { self.longest = longest }

    /// Takes bytes and gives the lines that are whole with them, without their ends.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            // A line that is drawn over itself ends with a carriage return.
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let text = end() { lines.append(text) }
            } else if line.count < longest {
                line.append(byte)
            } else {
                isTooLong = true
            }
        }
        return lines
    }

    /// What is there without an end; nil for nothing.
    mutating func end() -> String? {
        defer { (line, isTooLong) = ([], false) }
        if line.isEmpty { return nil }
        return String(decoding: line, as: UTF8.self) + (isTooLong ? "…" : "")
    }
}
