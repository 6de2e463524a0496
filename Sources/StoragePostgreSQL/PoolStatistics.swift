/// How the connections of a store were used.
public struct PoolStatistics: Hashable, Sendable {
    /// Connections that may be open at once.
    public var size = 0
    /// Connections that are open.
    public var open = 0
    /// Of these, the ones that nobody uses now.
    public var idle = 0
    /// How often one was taken.
    public var taken = 0
    /// How often somebody had to wait, because all were in use.
    public var waits = 0
    /// All that waiting.
    public var waited: Duration = .zero
    /// The longest of it.
    public var longestWait: Duration = .zero
    /// Connections that were made.
    public var made = 0
    /// Connections that were replaced because of their age.
    public var recycled = 0
    /// Connections that were found dead.
    public var lost = 0

    /// Nothing used yet.
    public init() {}
}
