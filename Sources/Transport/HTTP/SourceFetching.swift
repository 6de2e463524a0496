/// Where the replies of one source come from: the source itself, or a recording.
public protocol SourceFetching: Sendable {
    /// The reply to one request. Waits for the rate limit and repeats what is worth it; a status that the adapter
    /// has to judge (all but 408, 425, 429 and those of 500 and more) comes back as a reply.
    func fetch(_ request: SourceRequest) async throws(FetchError) -> SourceReply
    /// The adapter found in a reply that the source is busy or that we ask too often. Notes it, so that others wait
    /// too; the pause before the next try, nil when enough were made.
    ///
    /// - Parameter attempt: how many tries of this request were refused, from 1.
    func refused(_ refusal: Refusal, attempt: Int) async -> Duration?
    /// The adapter could use the reply.
    func accepted()
    /// The adapter could use this reply to this request: as `accepted()`, and a reply that can never change is kept now
    /// (not before: a source may say within a 200 that it is busy).
    func accepted(_ request: SourceRequest, _ reply: SourceReply) async
    /// What was done so far.
    var statistics: FetchStatistics { get }
}

extension SourceFetching {
    /// Keeps nothing.
    public func accepted(_ request: SourceRequest, _ reply: SourceReply) async { accepted() }
}

/// What an adapter read in a reply.
public struct Refusal: Hashable, Sendable {
    /// Kinds of refusal that another try can mend.
    public enum Kind: Hashable, Sendable {
        /// Too many requests.
        case rateLimited
        /// Down or busy.
        case transient
    }

    /// The kind.
    public var kind: Kind
    /// When to come again, where the source said so.
    public var retryAfter: Duration?

    /// A refusal.
    public init(_ kind: Kind, retryAfter: Duration? = nil) { (self.kind, self.retryAfter) = (kind, retryAfter) }
}

/// What fetching has taken so far.
public struct FetchStatistics: Hashable, Sendable {
    /// Requests that were sent over the network, repeated ones too.
    public var requests = 0
    /// Of these, the ones that repeated another.
    public var repeats = 0
    /// Replies from the cache.
    public var cached = 0
    /// Of these, the ones that were given because the source was down.
    public var stale = 0
    /// Replies from a recording.
    public var recorded = 0
    /// Bytes of the replies' bodies that came over the network, unpacked.
    public var bytes = 0
    /// Time spent waiting for the rate limit.
    public var waited = Duration.zero

    /// Nothing yet.
    public init() {}
}
