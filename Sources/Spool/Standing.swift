import Storage
import Synchronization

/// What others see of a spooling store while its writer is at work.
final class Standing: Sendable {
    private struct Parts {
        var store: (any TimeSeriesStore)?
        var status: SpoolStatus
        var card: StoreCard?
        var error: StorageError?
    }

    private let parts: Mutex<Parts>

    init(_ status: SpoolStatus) { parts = Mutex(Parts(status: status)) }

    /// The store, nil while its server is away.
    var store: (any TimeSeriesStore)? { parts.withLock { $0.store } }
    /// What waits on disk.
    var status: SpoolStatus { parts.withLock { $0.status } }
    /// What is known of the store.
    var card: StoreCard? { parts.withLock { $0.card } }
    /// Why the store was not reached the last time.
    var error: StorageError? { parts.withLock { $0.error } }

    func set(store: (any TimeSeriesStore)?) { parts.withLock { $0.store = store } }
    func set(status: SpoolStatus) { parts.withLock { $0.status = status } }
    func set(card: StoreCard?) { parts.withLock { $0.card = card } }
    func set(error: StorageError?) { parts.withLock { $0.error = error } }
}
