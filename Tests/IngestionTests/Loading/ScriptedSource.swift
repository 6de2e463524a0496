import MarketData
import Synchronization
import Transport

/// Replies that a test has written down, by address. What lies on the network is tested with a real server.
final class ScriptedSource: SourceFetching {
    private struct State {
        var replies: [String: [String]]
        var asked: [String] = []
        var refusals: [Refusal] = []
        var accepted = 0
    }

    private let state: Mutex<State>
    /// How often a request is tried that an adapter refuses.
    private let attempts: Int
    /// Called before a reply is given.
    private let onFetch: @Sendable (String) throws(FetchError) -> Void

    /// The n-th time an address is asked for it gives the n-th of its replies, then the last one again.
    init(
        _ replies: [String: [String]], attempts: Int = 3,
        onFetch: @escaping @Sendable (String) throws(FetchError) -> Void = { _ in }
    ) {
        state = Mutex(State(replies: replies))
        self.attempts = attempts
        self.onFetch = onFetch
    }

    var asked: [String] { state.withLock { $0.asked } }
    var refusals: [Refusal] { state.withLock { $0.refusals } }
    var usedReplies: Int { state.withLock { $0.accepted } }

    func fetch(_ request: SourceRequest) async throws(FetchError) -> SourceReply {
        if Task.isCancelled { throw FetchError(.cancelled, source: "small", "stopped") }
        state.withLock { $0.asked.append(request.address) }
        try onFetch(request.address)
        let text = state.withLock { state -> String? in
            guard var left = state.replies[request.address], let first = left.first else { return nil }
            if left.count > 1 { left.removeFirst() }
            state.replies[request.address] = left
            return first
        }
        guard let text else {
            throw FetchError(.network, source: "small", "no reply for \(request.address)", isTransient: true)
        }
        return SourceReply(status: 200, contentType: "text/plain", body: Array(text.utf8), receivedAt: Bench.now)
    }

    func refused(_ refusal: Refusal, attempt: Int) async -> Duration? {
        state.withLock { $0.refusals.append(refusal) }
        return attempt < attempts ? .zero : nil
    }

    func accepted() { state.withLock { $0.accepted += 1 } }

    var statistics: FetchStatistics {
        var statistics = FetchStatistics()
        statistics.requests = asked.count
        return statistics
    }
}
