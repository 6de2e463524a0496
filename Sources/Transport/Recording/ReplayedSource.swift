import Synchronization

/// Replies of one adapter out of a folder of recordings, without a network.
///
/// A reply that `HTTPSource` would not have handed on (408, 425, 429, 500 and more) is passed over for the next one of
/// the same request, without a pause.
public final class ReplayedSource: SourceFetching {
    private let replies: RecordedReplies
    private let adapter: String
    private let attempts: Int
    private let counts = Mutex(FetchStatistics())

    /// Answers from a recording, or from all recordings of the adapter below a folder.
    ///
    /// - Parameter attempts: how often one request is tried.
    /// - Throws: when a recording cannot be read, or there is none of the adapter.
    public init(_ folder: String, adapter: String, attempts: Int = 5) throws(RecordingError) {
        replies = try RecordedReplies(contentsOf: folder, adapter: adapter)
        (self.adapter, self.attempts) = (adapter, attempts)
    }

    /// The next recorded reply to the request.
    ///
    /// - Throws: `notRecorded` naming the nearest address that is; `rateLimited`, `unavailable` and `wrongContentType`
    ///   as they were recorded.
    public func fetch(_ request: SourceRequest) async throws(FetchError) -> SourceReply {
        var attempt = 1
        while true {
            let reply = try next(request)
            counts.withLock { counts in
                counts.recorded += 1
                if attempt > 1 { counts.repeats += 1 }
            }
            switch reply.status {
            case 408, 425, 429, 500...:
                if attempt < attempts {
                    attempt += 1
                    continue
                }
                throw FetchError(
                    reply.status == 429 ? .rateLimited : .unavailable, source: adapter,
                    "status \(reply.status) to the end of \(attempts) recorded tries of \(request.address)",
                    isTransient: true)
            case 200...299
            where reply.status != 204 && reply.status != 205
                && !ContentType.isAccepted(reply.contentType, wanted: request.contentType):
                throw FetchError(
                    .wrongContentType, source: adapter,
                    "the recorded reply to \(request.address) is \(reply.contentType), not \(request.contentType)")
            default: return reply
            }
        }
    }

    private func next(_ request: SourceRequest) throws(FetchError) -> SourceReply {
        do throws(RecordingError) {
            let reply = try replies.next(method: request.method, address: request.address, body: request.body)
            if let reply { return reply }
        } catch {
            throw FetchError(.notRecorded, source: adapter, error.description)
        }
        throw FetchError(
            .notRecorded, source: adapter,
            replies.advice(method: request.method, address: request.address) + "; record it with --record")
    }

    /// No pause while there are tries left: the next reply is there already.
    public func refused(_ refusal: Refusal, attempt: Int) async -> Duration? { attempt < attempts ? .zero : nil }

    /// Nothing to do: a recording does not break.
    public func accepted() {}

    /// Replies that were given.
    public var statistics: FetchStatistics { counts.withLock { $0 } }
}
