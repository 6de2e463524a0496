public import MarketData

/// Replies that can never change, kept. Blocks no longer than reading or writing one file takes.
public protocol ReplyCaching: Sendable {
    /// The kept reply to a request, nil for none or for one that cannot be read any more.
    ///
    /// - Parameter request: as the adapter gave it; no secret is in it, and none decides what is found.
    func lookup(source: String, _ request: SourceRequest) async -> CachedReply?
    /// Keeps a reply. A cache that cannot (the disk is full) drops it: that costs another request, nothing else.
    func store(source: String, _ request: SourceRequest, _ reply: SourceReply) async
}

/// A reply out of a cache.
public struct CachedReply: Hashable, Sendable {
    /// As it came, body unpacked.
    public var reply: SourceReply
    /// When it was kept.
    public var storedAt: Timestamp

    /// A reply out of a cache.
    public init(_ reply: SourceReply, storedAt: Timestamp) {
        self.reply = reply
        self.storedAt = storedAt
    }
}
