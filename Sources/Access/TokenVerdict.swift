/// What a token is worth.
public enum TokenVerdict: Hashable, Sendable {
    /// Good: whose it is.
    case good(Principal)
    /// Nobody's.
    case unknown
    /// That of this name; it has run out.
    case expired(String)
    /// That of this name; it was revoked.
    case revoked(String)
}
