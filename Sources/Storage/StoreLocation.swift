/// Which store, as a user writes it: `sqlite:PATH`, `postgresql://HOST/DATABASE`, `questdb:http://HOST:PORT`.
public struct StoreLocation: Hashable, Sendable, CustomStringConvertible {
    /// What comes before the first colon, lower case: `sqlite`.
    public let scheme: String
    /// What comes behind it, as written: may hold a password.
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

    /// As written, but for a password.
    public var description: String { "\(scheme):\(publicAddress)" }

    /// Whether a password is written in it.
    public var holdsSecret: Bool { publicAddress != address }

    /// The address without what stands behind a user's name (`user:PASSWORD@host`) or as `password=`.
    private var publicAddress: String {
        guard scheme != "sqlite" else { return address }
        var text = address
        // A password may hold anything, so what stands before the last @ is taken for the user's part.
        let beforeQuery = address.prefix { $0 != "?" }
        if let at = beforeQuery.lastIndex(of: "@") {
            let user = address[..<at].firstRange(of: "//")?.upperBound ?? address.startIndex
            if let colon = address[user..<at].firstIndex(of: ":") { text = String(address[..<colon] + address[at...]) }
        }
        guard let query = text.firstIndex(of: "?") else { return text }
        let kept = text[text.index(after: query)...].split(separator: "&").filter {
            !["password", "sslpassword", "token"].contains($0.prefix { $0 != "=" }.lowercased())
        }
        return text[..<query] + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }
}
