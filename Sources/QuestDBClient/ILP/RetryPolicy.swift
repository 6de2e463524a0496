/// When a request that failed is sent again: exponential pauses with full jitter, for as long as patience lasts.
public struct RetryPolicy: Hashable, Sendable {
    /// How long after the first failure it is still tried again; zero for never.
    public var patience: Duration
    /// Upper end of the first pause; it doubles with each failure.
    public var firstPause: Duration
    /// Upper end of all pauses.
    public var longestPause: Duration

    /// A policy.
    public init(
        patience: Duration = .seconds(60), firstPause: Duration = .milliseconds(50),
        longestPause: Duration = .seconds(5)
    ) {
        self.patience = patience
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// Statuses after which the same body is sent again: the server or something before it is in trouble, not the
    /// request.
    public static let statuses: Set<Int> = [500, 503, 504, 507, 509, 523, 524, 529, 599]

    /// Whether sending the same again can help: the server is not there, or the connection broke, or one of
    /// `statuses`.
    static func canHelp(_ error: QuestDBError) -> Bool {
        switch error.code {
        case .unreachable, .interrupted, .timedOut: true
        default: error.status.map(statuses.contains) ?? false
        }
    }
}

/// One request's failures so far. Pure: it is told the time and the chance.
struct Retry: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        case again(after: Duration)
        case giveUp
    }

    let policy: RetryPolicy
    private(set) var failures = 0
    private var firstFailure = Duration.zero

    init(_ policy: RetryPolicy) { self.policy = policy }

    /// What to do after a failure.
    ///
    /// - Parameters:
    ///   - now: on any clock that does not go back.
    ///   - chance: at least 0 and below 1.
    mutating func failed(_ error: QuestDBError, now: Duration, chance: Double) -> Action {
        if !RetryPolicy.canHelp(error) { return .giveUp }
        if failures == 0 { firstFailure = now }
        var longest = min(policy.firstPause, policy.longestPause)
        for _ in 0..<min(failures, 62) where longest < policy.longestPause {
            longest = min(longest * 2, policy.longestPause)
        }
        failures += 1
        let pause = longest * chance
        return now + pause - firstFailure < policy.patience ? .again(after: pause) : .giveUp
    }
}
