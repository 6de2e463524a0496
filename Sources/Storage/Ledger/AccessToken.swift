public import MarketData

/// A bearer token as the ledger keeps it: never the token itself.
public struct AccessToken: Hashable, Sendable {
    /// What the user calls it.
    public var name: String
    /// What it allows: `read`, `operate`, `admin`.
    public var role: String
    /// SHA-256 of the token, 64 lower-case hexadecimal digits.
    public var sha256: String
    /// When it was made.
    public var createdAt: Timestamp
    /// From when on it is good no more, nil for never.
    public var expiresAt: Timestamp?
    /// When it was revoked, nil where it was not.
    public var revokedAt: Timestamp?

    /// A token with all its parts.
    public init(
        name: String, role: String, sha256: String, createdAt: Timestamp, expiresAt: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        (self.name, self.role, self.sha256) = (name, role, sha256)
        (self.createdAt, self.expiresAt, self.revokedAt) = (createdAt, expiresAt, revokedAt)
    }
}
