/// Which store, as a user writes it: `sqlite:PATH`.
public struct StoreLocation: Hashable, Sendable, CustomStringConvertible {
    /// What comes before the first colon, lower case: `sqlite`.
    public let scheme: String
    /// What comes behind it.
    public let address: String

    /// Takes `SCHEME:ADDRESS` apart; nil when either is missing.
    public init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let scheme = text[..<colon].lowercased()
        let address = text[text.index(after: colon)...]
        guard !address.isEmpty, !scheme.isEmpty, scheme.allSatisfy({ $0.isLetter }) else { return nil }
        self.scheme = scheme
        self.address = String(address)
    }

    /// As written.
    public var description: String { "\(scheme):\(address)" }
}
