public import AdapterHost

/// How an ingest is run.
public struct IngestOptions: Sendable {
    /// Files decoded at the same time, at least 1.
    public var workers: Int
    /// Whether the first file that fails ends the job.
    public var stopsOnError: Bool
    /// Whether files that the ledger knows are read again.
    public var readsKnownFiles: Bool
    /// Rejects kept with their text, a file; more are only counted.
    public var rejectsKept: Int
    /// Takes the lines that adapters write to the host's log: the adapter's id, how grave, what. Any thread calls it.
    public var adapterLog: @Sendable (String, AdapterLogLevel, String) -> Void = { _, _, _ in }

    /// The usual way: known files are passed over, failures do not stop the rest.
    public init(workers: Int, stopsOnError: Bool = false, readsKnownFiles: Bool = false, rejectsKept: Int = 1000) {
        self.workers = max(1, workers)
        self.stopsOnError = stopsOnError
        self.readsKnownFiles = readsKnownFiles
        self.rejectsKept = rejectsKept
    }
}
