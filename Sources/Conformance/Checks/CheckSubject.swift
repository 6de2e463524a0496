public import AdapterHost
import Synchronization

/// What the checks look at: an adapter, and what was recorded for it.
public struct CheckSubject: Sendable {
    /// The adapter, found by its manifest.
    public let entry: AdapterEntry
    /// Recorded exchanges of an adapter over HTTP.
    public let exchanges: [AdapterCase]
    /// Files of an adapter for files, with what must come of them.
    public let files: [FileCase]
    /// Where random numbers begin.
    public let seed: UInt64
    private let once = LoadedOnce()

    /// A subject.
    public init(_ entry: AdapterEntry, exchanges: [AdapterCase] = [], files: [FileCase] = [], seed: UInt64 = 1) {
        (self.entry, self.exchanges, self.files, self.seed) = (entry, exchanges, files, seed)
    }

    /// The adapter, loaded; the same each time in a process.
    ///
    /// - Throws: everything that is wrong with its table and its descriptor.
    func adapter() throws(AdapterProblems) -> LoadedAdapter { try once.adapter(entry) }
}

/// Keeps what was loaded: in worker mode each loading starts a process.
private final class LoadedOnce: Sendable {
    private let loaded = Mutex<Result<LoadedAdapter, AdapterProblems>?>(nil)

    func adapter(_ entry: AdapterEntry) throws(AdapterProblems) -> LoadedAdapter {
        try loaded.withLock { loaded in
            if let loaded { return loaded }
            let result = Result { () throws(AdapterProblems) in try entry.load() }
            loaded = result
            return result
        }.get()
    }
}
