public import MarketData

/// Something that a ledger notes.
public enum LedgerEntry: Hashable, Sendable {
    /// How the reading of a file ended, with its rejects. What earlier jobs noted of the file stays; a record of the
    /// same path by the same job is replaced, and its rejects.
    case file(FileRecord, rejects: [Reject])
    /// How far a running job is; also its sign of life.
    case progress(JobID, JobProgress)
    /// What a source has said of a range. Ranges of one scope and claim that the same job noted are merged where they
    /// touch.
    case coverage(CoverageRecord)
    /// A part of a job that was given up.
    case givenUp(GivenUp)
    /// A part that was given up was taken up again: it is in the list no more. One that is not there is no error.
    case takenUp(Int64)
}
