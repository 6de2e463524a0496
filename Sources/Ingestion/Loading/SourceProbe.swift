import AdapterHost
public import MarketData
import Synchronization
import Transport

/// Asks a source for one reply, to see whether it answers as its adapter expects.
public struct SourceProbe: Sendable {
    /// What came.
    public struct Answer: Hashable, Sendable {
        /// From the request to the last byte.
        public var took: Duration
        /// Bytes of the reply.
        public var bytes: Int
        /// By how many seconds our clock is ahead of the source's, nil where it does not tell its time.
        public var clockAhead: Double?
    }

    private let source: SourceAdapter
    private let options: LoadOptions
    private let now: @Sendable () -> Timestamp

    /// A probe of a source that lists instruments. `now` is the clock.
    public init(of source: SourceAdapter, options: LoadOptions, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.options = options
        self.now = now
    }

    /// Asks for the first reply of the list of instruments, and decodes it.
    ///
    /// - Throws: why there was none, or what the adapter says against it.
    public func ask(meter: LoadMeter) async throws(LoadFailure) -> Answer {
        do throws(LoadFailure) {
            return try await ask(SessionQuery(.instruments), meter)
        } catch {
            // Some list nothing unless they are told what sort of thing, or search for words.
            guard error.reason == AdapterErrorClass.invalidQuery.word else { throw error }
            return try await ask(SessionQuery(.instruments, base: "apple", category: .stock), meter)
        }
    }

    private func ask(_ query: SessionQuery, _ meter: LoadMeter) async throws(LoadFailure) -> Answer {
        let walk = SourceWalk(source, meter, options, now: now)
        let answer = Mutex<Answer?>(nil)
        let started = Mutex(ContinuousClock.now)
        do throws(SourceWalk.Trouble) {
            try await walk.run(query, begin: { _ in started.withLock { $0 = .now } }) {
                session, reply, _, _ in
                var found: [SourceInstrument] = []
                // The bytes of bytes: there is nothing in them that could be read as something else.
                let bytes = unsafe reply.body.span.bytes
                _ = try session.decode(
                    bytes, position: 0, isLast: true, reply: ReplyContext(reply), into: &found)
                let took = started.withLock { ContinuousClock.now - $0 }
                answer.withLock { $0 = Answer(took: took, bytes: reply.body.count, clockAhead: reply.clockAhead) }
                throw SourceWalk.Trouble.stopped
            }
        } catch {
            if let answer = answer.withLock({ $0 }) { return answer }
            switch error {
            case .failure(let failure): throw failure
            case .limit(let message): throw LoadFailure(AdapterErrorClass.sourceLimit.word, message)
            case .stopped: throw LoadFailure(FetchError.Code.cancelled.rawValue, "stopped")
            }
        }
        throw LoadFailure("internal", "the adapter lists instruments without asking for any")
    }
}

extension SourceReply {
    /// By how many seconds our clock is ahead of the `Date` header's, which has whole seconds.
    fileprivate var clockAhead: Double? {
        guard origin == .network,
            let header = headers.first(where: { $0.name.lowercased() == "date" }),
            let date = RetryAfter.moment(header.value)
        else { return nil }
        return Double(receivedAt.nanoseconds - date.nanoseconds) / 1e9
    }
}
