/// Numbers and texts of a file, each looked at only when it lies in it.
struct ELFBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A little-endian number at a place.
    func number<Number: FixedWidthInteger & UnsignedInteger>(_ at: UInt64, as: Number.Type) throws(ELFProblem) -> Number
    {
        let size = UInt64(MemoryLayout<Number>.size)
        guard at <= UInt64(bytes.count), size <= UInt64(bytes.count) - at else {
            throw ELFProblem("something should lie at byte \(at), and the file has only \(bytes.count)")
        }
        return bytes[Int(at)..<Int(at + size)].reversed().reduce(0) { $0 << 8 | Number($1) }
    }

    /// The text from a place up to its NUL, which comes before `end`.
    func text(_ at: UInt64, before end: UInt64) throws(ELFProblem) -> String {
        guard at < end, end <= UInt64(bytes.count), let last = bytes[Int(at)..<Int(end)].firstIndex(of: 0) else {
            throw ELFProblem("a name at byte \(at) has no end in its table, which ends at \(end)")
        }
        return String(decoding: bytes[Int(at)..<last], as: UTF8.self)
    }

    /// Whether a text lies anywhere in it.
    func contains(_ text: String) -> Bool { bytes.contains(Array(text.utf8)) }
}

/// A file is no 64-bit library, or not a sound one.
struct ELFProblem: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
