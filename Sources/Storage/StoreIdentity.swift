/// Which store: made once with the store itself and kept in it, so that a ledger knows it again whatever path or
/// address leads to it, and knows that a new one at the same place is another.
public struct StoreIdentity: Hashable, Sendable, CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public let value: String

    /// An identity as a store keeps it; nil unless it is 32 lower-case hexadecimal digits.
    public init?(_ text: String) {
        guard text.utf8.count == 32, text.allSatisfy({ "0123456789abcdef".contains($0) }) else { return nil }
        value = text
    }

    /// A new one, by chance.
    public static func random() -> StoreIdentity {
        var digits = ""
        for _ in 0..<2 {
            let half = String(UInt64.random(in: .min ... .max), radix: 16)
            digits += String(repeating: "0", count: 16 - half.count) + half
        }
        return StoreIdentity(unchecked: digits)
    }

    private init(unchecked value: String) { self.value = value }

    /// The digits.
    public var description: String { value }
}
