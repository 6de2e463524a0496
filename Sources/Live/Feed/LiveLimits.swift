/// How much the feed keeps, and for how many.
public struct LiveLimits: Hashable, Sendable {
    /// Newest events that are kept for who comes back.
    public var events = 4096
    /// Bytes of these.
    public var bytes = 16 << 20
    /// Readers at once.
    public var readers = 1200
    /// Events that a reader may be behind, once it has caught up with what it resumed from.
    public var lag = 1024

    /// The usual ones.
    public init() {}
}
