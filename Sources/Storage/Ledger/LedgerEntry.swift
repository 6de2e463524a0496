public import MarketData

/// Something that a ledger notes.
public enum LedgerEntry: Hashable, Sendable {
    /// How the reading of a file ended, with its rejects. What earlier jobs noted of the file stays; a record of the
    /// same path by the same job is replaced, and its rejects.
    case file(FileRecord, rejects: [Reject])
    /// How far a running job is; also its sign of life.
    case progress(JobID, JobProgress)
    /// What comes to the counts of a job that several processes work on; also its sign of life. The resume token is
    /// left as it is.
    case advance(JobID, JobProgress)
    /// What a source has said of a range. Ranges of one scope, claim, medium and origin that the same job noted become one
    /// where they touch without overlapping, so that their rows can be added; the same range again replaces the record
    /// there was. What differs in any of these stays a record of its own, also where it overlaps. What the hub had examined of the series of the
    /// same instrument and source there is not examined any more, and what was suspect there is forgotten.
    case coverage(CoverageRecord)
    /// The rows of a scope were counted at that moment in the store and agree with what was noted: all its records that
    /// say `.covered` get that moment; of what a source cannot give there is nothing to count.
    case verified(CoverageScope, in: StoreIdentity, at: Timestamp)
    /// The rows of a series were looked at. What was suspect in these ranges before is forgotten. Without ranges only the
    /// suspects are added.
    case examined(Examination)
    /// A part of a job that was given up.
    case givenUp(GivenUp)
    /// A part that was given up was taken up again: it is in the list no more. One that is not there is no error.
    case takenUp(Int64)
    /// What became of a gap. What was noted before of the same store and line and overlaps it is replaced.
    case gap(Gap)
    /// How far an item of a job is, said by the process that has it: nothing of the whole record is noted and a
    /// `StorageError.Code.lostLease` thrown where another has it, `other` where there is no such item. With a state other
    /// than `.running` the lease ends.
    case item(JobID, place: Int, JobItemProgress, owner: String)
}
