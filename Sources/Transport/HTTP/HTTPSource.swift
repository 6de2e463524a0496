import MarketData
import Synchronization

/// A source that is asked over HTTP: rate limits, credentials, repeats, a circuit breaker and a cache of what cannot
/// change, around the client that sends.
///
/// One for each source and process; all its jobs share it. Rate limits are shared with other processes too. Whoever gets
/// a 2xx tells what the adapter made of it, with `accepted` or `refused`: within a 200 a source can say that it is busy.
public final class HTTPSource: SourceFetching {
    /// What is called with every reply that reaches the adapter; what it throws is thrown instead of the reply.
    public typealias Recording = @Sendable (SourceRequest, SourceReply) async throws(FetchError) -> Void

    let settings: SourceSettings
    let client: HTTPClient
    let limits: SharedLimits
    let clock: any SourceClock
    let credentials: SourceCredentials
    let redactor = Redactor()
    let reach: Result<SourceReach, SourceAddress.Problem>
    let schedule: RetrySchedule
    let state: Mutex<State>
    let instruments: SourceInstruments
    private let cache: (any ReplyCaching)?
    private let recording: Recording?
    let onCircuit: (@Sendable (CircuitStanding) -> Void)?
    let telling = Mutex(())

    struct State: Sendable {
        let instruments: SourceInstruments
        var breaker: CircuitBreaker { didSet { instruments.stands(breaker.state) } }
        var statistics = FetchStatistics()
        var random: any RandomNumberGenerator & Sendable
        /// Limits that requests went under: a refusal that the adapter reads concerns all of them.
        var buckets: Set<BucketName> = []
        var told = ToldCircuit()
    }

    /// A source. Settings that make no sense are said with the first request.
    ///
    /// - Parameters:
    ///   - cache: asked for requests whose reply cannot change.
    ///   - recording: gets every reply that reaches the adapter, without secrets.
    ///   - onCircuit: told where the circuit stands when that changes, when the source first answers, and while it answers
    ///     once a minute. One call at a time; may block for the time of a note.
    ///   - clock: for pauses, limits and dates.
    ///   - random: for the jitter of pauses.
    public init(
        _ settings: SourceSettings, client: HTTPClient, limits: SharedLimits, cache: (any ReplyCaching)? = nil,
        recording: Recording? = nil, onCircuit: (@Sendable (CircuitStanding) -> Void)? = nil,
        clock: any SourceClock = MachineClock(),
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.settings = settings
        self.client = client
        self.limits = limits
        self.cache = cache
        self.recording = recording
        self.onCircuit = onCircuit
        self.clock = clock
        credentials = SourceCredentials(settings.credentials, redactor)
        reach = Result { () throws(SourceAddress.Problem) in try SourceReach(settings) }
        schedule = RetrySchedule(
            attempts: settings.attempts, backoff: settings.backoff, patience: settings.patience)
        instruments = SourceInstruments(settings.source)
        state = Mutex(
            State(instruments: instruments, breaker: CircuitBreaker(settings.breaker), random: random))
    }

    /// See the protocol. Throws `invalidRequest` for what is not sent, `credential` for a key that is not there, and
    /// what became of it otherwise.
    public func fetch(_ request: SourceRequest) async throws(FetchError) -> SourceReply {
        let checked: CheckedRequest
        do { checked = try CheckedRequest(request, reach.get()) } catch { throw invalid(request, error) }
        let reply = try await cachedOrAsked(request, checked)
        try await recording?(request, reply)
        return reply
    }

    private func cachedOrAsked(
        _ request: SourceRequest, _ checked: CheckedRequest
    ) async throws(FetchError) -> SourceReply {
        let kept = await cached(request, isDown: isDown)
        if request.isImmutable, cache != nil { instruments.lookedUp(isHit: kept != nil) }
        if let kept { return kept }
        do { return try await ask(checked) } catch {
            // Another process may have got it in the meantime, or the cache was too late for us.
            let isDown = [.network, .timeout, .unavailable, .rateLimited, .circuitOpen].contains(error.code)
            if isDown, let reply = await cached(request, isDown: true) { return reply }
            throw error
        }
    }

    /// A reply that was kept, where one can be.
    private func cached(_ request: SourceRequest, isDown: Bool) async -> SourceReply? {
        guard request.isImmutable, let kept = await cache?.lookup(source: settings.source, request) else { return nil }
        state.withLock { state in
            state.statistics.cached += 1
            if isDown { state.statistics.stale += 1 }
        }
        var reply = kept.reply
        reply.origin = isDown ? .stale(storedAt: kept.storedAt) : .cache(storedAt: kept.storedAt)
        return reply
    }

    /// Whether the circuit is open.
    private var isDown: Bool {
        if case .open(let until) = state.withLock({ $0.breaker.state }) { return clock.sinceBoot < until }
        return false
    }

    /// See the protocol.
    public func accepted() {
        state.withLock { $0.breaker.succeeded() }
        circuitAnswered()
    }

    /// See the protocol.
    public func accepted(_ request: SourceRequest, _ reply: SourceReply) async {
        // What a cache or a recording gave says nothing about the source.
        guard reply.origin == .network else { return }
        accepted()
        if request.isImmutable, (200...299).contains(reply.status) {
            await cache?.store(source: settings.source, request, reply)
        }
    }

    /// See the protocol.
    public func refused(_ refusal: Refusal, attempt: Int) async -> Duration? {
        switch refusal.kind {
        case .transient:
            let pause = state.withLock { state -> Duration? in
                state.breaker.failed(now: clock.sinceBoot)
                let action = Self.action(schedule, attempt, refusal.retryAfter, &state)
                if case .retry(let pause) = action { return pause }
                return nil
            }
            circuitFailed("the source said within its reply that it cannot answer now; try again later")
            return pause
        case .rateLimited:
            // It answers, so it is there.
            let buckets = state.withLock { state in
                state.breaker.succeeded()
                return state.buckets
            }
            circuitAnswered()
            let pause = refusal.retryAfter ?? schedule.ceiling(attempt)
            // A limit that cannot be written is said by the next request, which needs it too.
            try? await limits.pause(Array(buckets), pace, for: pause)
            return attempt < schedule.attempts && pause <= schedule.patience ? pause : nil
        }
    }

    /// See the protocol.
    public var statistics: FetchStatistics { state.withLock { $0.statistics } }

    var pace: Pace { Pace(rate: settings.rate * SharedLimits.share, burst: settings.burst) }

    static func action(
        _ schedule: RetrySchedule, _ attempt: Int, _ retryAfter: Duration?, _ state: inout State
    ) -> RetrySchedule.Action {
        schedule.action(afterAttempt: attempt, retryAfter: retryAfter, using: &state.random)
    }
}
