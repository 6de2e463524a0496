/// A name in an object, written as a literal: `row["t"]`. Comparing it allocates nothing.
public struct JSONName: ExpressibleByStringLiteral, CustomStringConvertible, Sendable {
    private let literal: StaticString

    /// A name. Letters of ASCII only are meant; others have to be written as the source does.
    public init(stringLiteral literal: StaticString) { self.literal = literal }

    /// The name.
    public var description: String { literal.description }

    /// Whether a text says the same, byte for byte.
    func isEqual(to utf8: Span<UInt8>) -> Bool {
        // A literal of one letter has no bytes in memory.
        guard literal.hasPointerRepresentation else { return String(decoding: utf8) == description }
        let count = literal.utf8CodeUnitCount
        guard utf8.count == count else { return false }
        for index in 0..<count where unsafe utf8[index] != literal.utf8Start[index] { return false }
        return true
    }
}
