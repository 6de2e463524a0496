public import MarketData
public import Storage

/// A token that was just made.
public struct IssuedToken: Sendable {
    /// The token itself. This is the only moment at which anybody has it but its owner.
    public var secret: TokenSecret
    /// As the ledger keeps it.
    public var token: AccessToken

    /// Makes a token of a name that was checked, and adds it to the ledger; nil where a good one of that name is there.
    /// Blocks until it is kept.
    ///
    /// - Parameter lifetime: nanoseconds, nil for a token that never runs out.
    public static func issue(
        _ name: String, role: Role, lifetime: Int64?, in ledger: any ServiceLedger, now: Timestamp
    ) throws(StorageError) -> IssuedToken? {
        let good = try ledger.tokens().count { $0.revokedAt == nil }
        guard good < AccessControl.most else {
            throw StorageError(
                .unsupported, at: ledger.location,
                "there are \(good) tokens that were not revoked, as many as there may be",
                advice: "revoke some with: candlewick token revoke NAME")
        }
        let secret = TokenSecret.random()
        let token = AccessToken(
            name: name, role: role.rawValue, sha256: secret.sha256, createdAt: now,
            expiresAt: lifetime.map { Timestamp(nanoseconds: now.nanoseconds + $0) })
        return try ledger.addToken(token) ? IssuedToken(secret: secret, token: token) : nil
    }
}
