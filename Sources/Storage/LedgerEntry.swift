public import MarketData

/// Something that a ledger notes.
public enum LedgerEntry: Hashable, Sendable {
    /// How the reading of a file ended, with its rejects. What earlier jobs noted of the file stays; a record of the
    /// same path by the same job is replaced, and its rejects.
    case file(FileRecord, rejects: [Reject])
    /// How far a running job is; also its sign of life.
    case progress(JobID, JobProgress)
}
