import MarketData
import Synchronization

/// The sources that a sync asks, each opened when it is needed first.
final class SyncSources: Sendable {
    private struct State {
        var opened: [String: Result<SourceAdapter, LoadFailure>] = [:]
        var ended: [String: LoadFailure] = [:]
        var refusals: [Series: Int] = [:]
    }

    /// So many parts of a history in a row a source refuses, and it is asked for no more of that history by this process.
    private static let patience = 3

    private let opening: @Sendable (String) throws -> SourceAdapter
    private let state = Mutex(State())

    init(_ opening: @escaping @Sendable (String) throws -> SourceAdapter) { self.opening = opening }

    /// The source of an adapter.
    ///
    /// - Throws: why it cannot be asked: it could not be opened, or has refused our key.
    func source(_ id: String) throws(LoadFailure) -> SourceAdapter {
        let result = state.withLock { state -> Result<SourceAdapter, LoadFailure> in
            if let failure = state.ended[id] { return .failure(failure) }
            if let known = state.opened[id] { return known }
            let result: Result<SourceAdapter, LoadFailure>
            do {
                result = .success(try opening(id))
            } catch {
                result = .failure(LoadFailure("not-ready", "\(id) cannot be asked: \(error)"))
            }
            state.opened[id] = result
            return result
        }
        return try result.get()
    }

    /// Notes whether a source gave a part of a history, or said that it is not in the user's plan.
    func note(_ series: Series, isRefused: Bool) {
        state.withLock { $0.refusals[series] = isRefused ? ($0.refusals[series] ?? 0) + 1 : 0 }
    }

    /// Whether a source has refused so much of a history that asking for more is a waste.
    func isRefusing(_ series: Series) -> Bool { state.withLock { ($0.refusals[series] ?? 0) >= Self.patience } }

    /// Nothing more is asked of a source: a key that is wrong for one request is wrong for all.
    func end(_ id: String, _ failure: LoadFailure) { state.withLock { $0.ended[id] = $0.ended[id] ?? failure } }
}
