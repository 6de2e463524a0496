/// A name in an object, written as a literal: `row["t"]`. Comparing it allocates nothing.
@safe public struct JSONName: ExpressibleByStringLiteral, CustomStringConvertible, Sendable {
    private let literal: StaticString
    // A literal's bytes are there as long as the program.
    private nonisolated(unsafe) let start: UnsafePointer<UInt8>
    let count: Int

    /// A name. Letters of ASCII only are meant; others have to be written as the source does.
    public init(stringLiteral literal: StaticString) {
        precondition(literal.hasPointerRepresentation, "a name is written as a string literal")
        self.literal = literal
        unsafe start = literal.utf8Start
        count = literal.utf8CodeUnitCount
    }

    /// The name.
    public var description: String { literal.description }

    /// Whether a text says the same, byte for byte.
    func isEqual(to utf8: Span<UInt8>) -> Bool { utf8.count == count && isEqual(to: utf8, at: 0) }

    /// Whether so many bytes from `place` on say the same, all of which have to be there.
    @inline(__always)
    func isEqual(to text: Span<UInt8>, at place: Int) -> Bool {
        for index in 0..<count {
            // The literal has `count` bytes.
            if unsafe text[place + index] != start[index] { return false }
        }
        return true
    }
}
