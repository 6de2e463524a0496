public import MarketData

/// What the hub knows besides the rows: assets, jobs, files and rejects.
///
/// Calls block until done and are durable against the death of the process. The order of a
/// commit is: rows are in the store, then the ledger says so.
public protocol Ledger: Sendable {
    /// Where it is, as the user wrote it. Holds no secret.
    var location: String { get }

    /// Adds assets whose ticker is not known yet; known ones stay as they are. Returns the new ones.
    func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset]
    /// Replaces what is known of an asset; the ticker says which. False when there is none.
    func setAsset(_ asset: Asset) throws(StorageError) -> Bool
    /// All assets by ticker.
    func assets() throws(StorageError) -> [Asset]

    /// Notes a new job and gives it a number.
    func startJob(_ job: JobStart) throws(StorageError) -> JobID
    /// Notes how far a running job is; also its sign of life.
    func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError)
    /// Notes how a job ended.
    func finishJob(_ id: JobID, state: JobState, message: String, progress: JobProgress) throws(StorageError)
    /// One job, nil when there is none of that number.
    func job(_ id: JobID) throws(StorageError) -> JobRecord?
    /// The newest jobs, newest first.
    func jobs(limit: Int) throws(StorageError) -> [JobRecord]

    /// Lengths in bytes of the files and members that were read whole into a store: content of another length is new,
    /// which is known without its digest.
    func finishedSizes(in store: StoreIdentity) throws(StorageError) -> Set<Int64>
    /// The newest record of a file that was read whole (`.complete` or `.partial`) into a series of a store, by its
    /// content.
    func finishedFile(sha256: String, series: Series, in store: StoreIdentity) throws(StorageError) -> FileRecord?
    /// The newest record of an archive's member that was read whole into a series of a store, by what the archive's
    /// directory says.
    func finishedMember(
        _ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord?
    /// Notes all of these in one transaction.
    func record(_ entries: [LedgerEntry]) throws(StorageError)
    /// The files of a job in the order of their paths.
    func files(job: JobID) throws(StorageError) -> [FileRecord]
    /// Rejects of a job's files by path and row, at most `limit`.
    func rejects(job: JobID, limit: Int) throws(StorageError) -> [RejectRecord]

    /// What sources have said of a scope to jobs that wrote a store, by start, claim and job.
    func coverage(of scope: CoverageScope, in store: StoreIdentity) throws(StorageError) -> [CoverageRecord]
    /// The parts of a job that were given up and not taken up again, by number; of all jobs where none is named.
    func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord]
}

extension Ledger {
    /// Notes how the reading of a file ended.
    public func recordFile(_ file: FileRecord, rejects: [Reject]) throws(StorageError) {
        try record([.file(file, rejects: rejects)])
    }
}
