/// A share in tenths of a per cent, rounded down: 100 is said only when nothing is missing.
public struct Percentage: Hashable, Comparable, Sendable {
    /// 0 to 1000.
    public let tenths: Int

    /// The share of a whole; nil when the whole is nothing.
    ///
    /// - Parameter isComplete: whether nothing is missing. When something is, the share stays below 100 whatever the counts say.
    public init?(_ part: Int, of whole: Int, isComplete: Bool) {
        guard whole > 0 else { return nil }
        let floor = Int(max(0, Int128(part)) * 1000 / Int128(whole))
        tenths = min(isComplete ? 1000 : 999, floor)
    }

    /// Less than.
    public static func < (left: Percentage, right: Percentage) -> Bool { left.tenths < right.tenths }
}

extension Percentage: CustomStringConvertible {
    /// `99.9`, `0.0`, `100`.
    public var description: String { tenths == 1000 ? "100" : "\(tenths / 10).\(tenths % 10)" }
}

extension Percentage: Encodable {
    /// A number: 99.9.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Double(tenths) / 10)
    }
}
