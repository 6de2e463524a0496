package import CAdapterABI

/// Reads what the other side wrote with a `WireWriter`, from memory that the other side cannot change any more.
/// Nothing that is read leads out of these bytes.
@safe package struct WireReader {
    private let start: UnsafeRawPointer
    private let length: Int
    private var place = 0

    /// - Parameter start: `length` bytes that outlive this and the texts that it gives.
    @unsafe package init(_ start: UnsafeRawPointer, length: Int) {
        unsafe self.start = start
        self.length = length
    }

    /// A number.
    package mutating func number() throws(WireProblem) -> Int64 {
        let place = try room(8)
        // In bounds: `room` has looked.
        return unsafe (start + place).loadUnaligned(as: Int64.self)
    }

    /// How many of something that takes at least 8 bytes each follow.
    package mutating func count() throws(WireProblem) -> Int {
        let count = try number()
        guard count >= 0, count <= (length - place) / 8 else { throw WireProblem() }
        return Int(count)
    }

    /// A text of the ABI that points into the bytes.
    package mutating func text() throws(WireProblem) -> cw_text {
        let count = try number()
        guard count >= 0, count <= length - place else { throw WireProblem() }
        let place = try room(Int(count))
        if count == 0 { return unsafe cw_text() }
        // In bounds: `room` has looked.
        return unsafe cw_text(bytes: (start + place).assumingMemoryBound(to: CChar.self), length: UInt64(count))
    }

    /// Bytes, copied.
    package mutating func bytes() throws(WireProblem) -> [UInt8] {
        let text = try unsafe text()
        // What `text` gives lies in the bytes.
        return unsafe Array(UnsafeRawBufferPointer(start: text.bytes, count: Int(text.length)))
    }

    /// A text, copied; what is not UTF-8 in it is replaced.
    package mutating func string() throws(WireProblem) -> String { String(decoding: try bytes(), as: UTF8.self) }

    private mutating func room(_ count: Int) throws(WireProblem) -> Int {
        let padded = (count + 7) & ~7
        guard padded <= length - place else { throw WireProblem() }
        defer { place += padded }
        return place
    }
}

/// The bytes are not what a `WireWriter` writes.
package struct WireProblem: Error {
    package init() {}
}
