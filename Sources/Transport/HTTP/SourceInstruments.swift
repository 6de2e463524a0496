import CoreMetrics

/// What is counted of a source, through swift-metrics: nothing where the program keeps no metrics.
struct SourceInstruments: Sendable {
    private let source: String
    private let seconds: Timer
    private let waits: Timer
    private let retries: Counter
    private let bytes: Counter
    private let breaker: Meter

    init(_ source: String) {
        self.source = source
        let labels = [("source", source)]
        seconds = Timer(label: "candlewick_source_request_seconds", dimensions: labels)
        waits = Timer(label: "candlewick_source_limiter_wait_seconds", dimensions: labels)
        retries = Counter(label: "candlewick_source_retries_total", dimensions: labels)
        bytes = Counter(label: "candlewick_source_received_bytes_total", dimensions: labels)
        breaker = Meter(label: "candlewick_source_breaker_state", dimensions: labels)
    }

    /// A request was answered, or was not.
    func answered(_ outcome: String, after duration: Duration, bytes count: Int = 0) {
        let labels = [("source", source), ("outcome", outcome)]
        Counter(label: "candlewick_source_requests_total", dimensions: labels).increment()
        seconds.recordNanoseconds(duration.wholeNanoseconds)
        if count > 0 { bytes.increment(by: count) }
    }

    func waited(_ duration: Duration) { waits.recordNanoseconds(duration.wholeNanoseconds) }

    func repeated() { retries.increment() }

    func lookedUp(isHit: Bool) {
        let labels = [("source", source), ("result", isHit ? "hit" : "miss")]
        Counter(label: "candlewick_source_cache_lookups_total", dimensions: labels).increment()
    }

    func stands(_ state: CircuitBreaker.State) {
        switch state {
        case .closed: breaker.set(0)
        case .halfOpen: breaker.set(1)
        case .open: breaker.set(2)
        }
    }

    /// The class of a status.
    static func outcome(_ status: Int) -> String {
        switch status {
        case 200...299: "ok"
        case 300...399: "redirect"
        case 429: "rate-limited"
        case 408, 425, 500...: "unavailable"
        default: "refused"
        }
    }
}

extension HTTPFailure.Kind {
    /// The class of a failure.
    var outcome: String {
        switch self {
        case .broken, .unknownHost: "network"
        case .untrusted, .badCAFile: "untrusted"
        case .timedOut: "timeout"
        case .tooLarge: "too-large"
        case .wrongContentType: "wrong-content-type"
        case .cancelled: "cancelled"
        }
    }
}
