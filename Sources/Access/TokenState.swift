public import MarketData
public import Storage

/// What a token is worth at a moment.
public enum TokenState: String, Sendable {
    /// It lets its holder in.
    case good
    /// It has run out.
    case expired
    /// It was revoked.
    case revoked
}

extension AccessToken {
    /// Whether it is good at a moment.
    public func state(at moment: Timestamp) -> TokenState {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= moment { return .expired }
        return .good
    }
}

/// For how long a token can be made.
public enum TokenLifetime {
    /// Days.
    public static let days = 1...3650

    /// Nanoseconds of so many days.
    public static func nanoseconds(_ days: Int) -> Int64 { Int64(days) * 86_400 * 1_000_000_000 }
}

extension Role {
    /// All of them, for people: `read, operate or admin`.
    public static let sentence = "read, operate or admin"
}
