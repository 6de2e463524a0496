public import MarketData

/// What a source sent.
public struct SourceReply: Hashable, Sendable {
    /// Where a reply came from.
    public enum Origin: Hashable, Sendable {
        /// The source, just now.
        case network
        /// The cache: the reply can never change.
        case cache(storedAt: Timestamp)
        /// The cache, because the source is down.
        case stale(storedAt: Timestamp)
        /// A recording.
        case recording
    }

    /// The HTTP status.
    public var status: Int
    /// What the reply says it is, without parameters; empty when it does not say.
    public var contentType: String
    /// As the server wrote them.
    public var headers: [SourceHeader]
    /// All of it.
    public var body: [UInt8]
    /// When it began to arrive; decides what is still forming.
    public var receivedAt: Timestamp
    /// Where it came from.
    public var origin: Origin

    /// A reply.
    public init(
        status: Int, contentType: String = "", headers: [SourceHeader] = [], body: [UInt8], receivedAt: Timestamp,
        origin: Origin = .network
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
        self.receivedAt = receivedAt
        self.origin = origin
    }
}
