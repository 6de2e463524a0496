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

    /// Notes a new job, RUNNING, and gives it a number.
    func startJob(_ job: JobStart) throws(StorageError) -> JobID
    /// A job that is not RUNNING runs again, from now on; its counts stay, and what was asked to be cancelled is not any
    /// more. False, and nothing changed, where it runs already.
    func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool
    /// Asks the processes that work on a job to end it; `JobRecord.isCancelled` tells them.
    func cancelJob(_ id: JobID) throws(StorageError)
    /// Notes how far a running job is; also its sign of life.
    func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError)
    /// Notes how a job ended.
    func finishJob(_ id: JobID, state: JobState, message: String, progress: JobProgress) throws(StorageError)
    /// One job, nil when there is none of that number.
    func job(_ id: JobID) throws(StorageError) -> JobRecord?
    /// The newest jobs, newest first.
    func jobs(limit: Int) throws(StorageError) -> [JobRecord]

    /// Adds items behind those that a job has, all or none; the job's number of items grows by them.
    func addItems(_ items: [JobItem], to job: JobID) throws(StorageError)
    /// Takes at most `limit` items that nobody has, in their order: pending ones, and running ones whose lease is over at
    /// this moment (`until <= now`). They are RUNNING then and have one attempt more. Two processes never get the same.
    ///
    /// - Parameter among: only items at these places; nil for any.
    func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord]
    /// Lengthens the leases that this owner still has; how many these are.
    func renewLeases(of job: JobID, _ lease: ItemLease) throws(StorageError) -> Int
    /// What this owner has and has not done is PENDING again, with what it noted last.
    func releaseItems(of job: JobID, owner: String) throws(StorageError)
    /// What is PENDING or RUNNING is DROPPED, whoever has it, and its lease ends; how many these are. What is DONE or FAILED
    /// stays so.
    func dropItems(of job: JobID) throws(StorageError) -> Int
    /// Failed and dropped items are PENDING again, without the class and the message of the failure; how many these are. Attempts, rows
    /// and resume token stay.
    func retryItems(of job: JobID) throws(StorageError) -> Int
    /// The items of a job in their order; only of a state where one is named.
    func items(of job: JobID, state: JobItemState?) throws(StorageError) -> [JobItemRecord]
    /// How many items of a job are in each state; states without items are left out.
    func itemCounts(of job: JobID) throws(StorageError) -> [JobItemState: Int]

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
    /// Notes all of these in one transaction, in their order.
    /// - Throws: `lostLease` for an item that another has, `other` for a job or an item that is not there; nothing is noted
    ///   then.
    func record(_ entries: [LedgerEntry]) throws(StorageError)
    /// The files of a job in the order of their paths.
    func files(job: JobID) throws(StorageError) -> [FileRecord]
    /// Rejects of a job's files by path and row, at most `limit`.
    func rejects(job: JobID, limit: Int) throws(StorageError) -> [RejectRecord]

    /// What sources have said of a scope to jobs that wrote a store, by start, claim and job.
    func coverage(of scope: CoverageScope, in store: StoreIdentity) throws(StorageError) -> [CoverageRecord]
    /// All that is known of ranges in a store, a set for each scope, content and medium, by base, quote, interval (trades
    /// first), category, source, content and medium. A set from which everything was taken is not there any more. O(scopes),
    /// whatever the number of records behind them.
    ///
    /// - Parameter base: only series of this base asset, and groups where it is nil.
    func eachCoverageSet(
        in store: StoreIdentity, base: String?, _ body: (CoverageSet) -> Void
    ) throws(StorageError)
    /// Stretches without rows that cannot be believed, by series and start; of one base asset where it is named.
    func suspects(in store: StoreIdentity, base: String?) throws(StorageError) -> [Suspect]
    /// The gaps that jobs dealt with, by line and start; only of a status where one is named.
    func gaps(in store: StoreIdentity, status: GapStatus?) throws(StorageError) -> [Gap]
    /// Forgets gaps of a status that were dealt with before a moment; how many.
    func deleteGaps(in store: StoreIdentity, status: GapStatus, before moment: Timestamp) throws(StorageError) -> Int
    /// The parts that jobs that wrote a store gave up and nobody took up again, by number.
    func givenUp(in store: StoreIdentity) throws(StorageError) -> [GivenUpRecord]
    /// The parts of a job that were given up and not taken up again, by number; of all jobs where none is named.
    func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord]
}

extension Ledger {
    /// Notes how the reading of a file ended.
    public func recordFile(_ file: FileRecord, rejects: [Reject]) throws(StorageError) {
        try record([.file(file, rejects: rejects)])
    }

    /// All that is known of ranges in a store.
    public func coverageSets(
        in store: StoreIdentity, base: String? = nil
    ) throws(StorageError) -> [CoverageSet] {
        var sets: [CoverageSet] = []
        try eachCoverageSet(in: store, base: base) { sets.append($0) }
        return sets
    }
}
