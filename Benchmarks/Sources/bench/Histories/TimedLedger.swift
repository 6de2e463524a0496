import MarketData
import Storage
import Synchronization

/// A ledger that takes the time of what is written to it; what an ingest does not call is handed on as it is.
final class TimedLedger: Ledger {
    private let ledger: any Ledger
    private let spent = Mutex(Duration.zero)

    init(_ ledger: any Ledger) { self.ledger = ledger }

    /// Seconds in calls that write.
    var seconds: Double { spent.withLock { $0 } / .seconds(1) }

    private func timed<Result>(_ body: () throws(StorageError) -> Result) throws(StorageError) -> Result {
        let start = ContinuousClock.now
        defer {
            let end = ContinuousClock.now
            spent.withLock { $0 += end - start }
        }
        return try body()
    }

    var location: String { ledger.location }

    func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset] {
        try timed { () throws(StorageError) in try ledger.addAssets(assets) }
    }
    func setAsset(_ asset: Asset) throws(StorageError) -> Bool { try ledger.setAsset(asset) }
    func assets() throws(StorageError) -> [Asset] { try ledger.assets() }

    func startJob(_ job: JobStart) throws(StorageError) -> JobID {
        try timed { () throws(StorageError) in try ledger.startJob(job) }
    }
    func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool {
        try timed { () throws(StorageError) in try ledger.restartJob(id, at: moment) }
    }
    func cancelJob(_ id: JobID) throws(StorageError) { try ledger.cancelJob(id) }
    func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError) {
        try timed { () throws(StorageError) in try ledger.updateJob(id, progress: progress) }
    }
    func finishJob(_ id: JobID, state: JobState, message: String, progress: JobProgress) throws(StorageError) {
        try timed { () throws(StorageError) in
            try ledger.finishJob(id, state: state, message: message, progress: progress)
        }
    }
    func job(_ id: JobID) throws(StorageError) -> JobRecord? { try ledger.job(id) }
    func jobs(limit: Int) throws(StorageError) -> [JobRecord] { try ledger.jobs(limit: limit) }

    func addItems(_ items: [JobItem], to job: JobID) throws(StorageError) { try ledger.addItems(items, to: job) }
    func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord] {
        try ledger.takeItems(of: job, limit: limit, among: places, lease: lease, now: now)
    }
    func renewLeases(of job: JobID, _ lease: ItemLease) throws(StorageError) -> Int {
        try ledger.renewLeases(of: job, lease)
    }
    func releaseItems(of job: JobID, owner: String) throws(StorageError) {
        try ledger.releaseItems(of: job, owner: owner)
    }
    func dropItems(of job: JobID) throws(StorageError) -> Int { try ledger.dropItems(of: job) }
    func retryItems(of job: JobID) throws(StorageError) -> Int { try ledger.retryItems(of: job) }
    func items(of job: JobID, state: JobItemState?) throws(StorageError) -> [JobItemRecord] {
        try ledger.items(of: job, state: state)
    }
    func itemCounts(of job: JobID) throws(StorageError) -> [JobItemState: Int] { try ledger.itemCounts(of: job) }

    func finishedSizes(in store: StoreIdentity) throws(StorageError) -> Set<Int64> {
        try ledger.finishedSizes(in: store)
    }
    func finishedFile(sha256: String, series: Series, in store: StoreIdentity) throws(StorageError) -> FileRecord? {
        try ledger.finishedFile(sha256: sha256, series: series, in: store)
    }
    func finishedMember(
        _ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        try ledger.finishedMember(fingerprint, series: series, in: store)
    }
    func record(_ entries: [LedgerEntry]) throws(StorageError) {
        try timed { () throws(StorageError) in try ledger.record(entries) }
    }
    func files(job: JobID) throws(StorageError) -> [FileRecord] { try ledger.files(job: job) }
    func rejects(job: JobID, limit: Int) throws(StorageError) -> [RejectRecord] {
        try ledger.rejects(job: job, limit: limit)
    }

    func coverage(of scope: CoverageScope, in store: StoreIdentity) throws(StorageError) -> [CoverageRecord] {
        try ledger.coverage(of: scope, in: store)
    }
    func eachCoverageSet(
        in store: StoreIdentity, base: String?, _ body: (CoverageSet) -> Void
    ) throws(StorageError) { try ledger.eachCoverageSet(in: store, base: base, body) }
    func suspects(in store: StoreIdentity, base: String?) throws(StorageError) -> [Suspect] {
        try ledger.suspects(in: store, base: base)
    }
    func gaps(in store: StoreIdentity, status: GapStatus?) throws(StorageError) -> [Gap] {
        try ledger.gaps(in: store, status: status)
    }
    func deleteGaps(in store: StoreIdentity, status: GapStatus, before moment: Timestamp) throws(StorageError) -> Int {
        try ledger.deleteGaps(in: store, status: status, before: moment)
    }
    func givenUp(in store: StoreIdentity) throws(StorageError) -> [GivenUpRecord] { try ledger.givenUp(in: store) }
    func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] { try ledger.givenUp(job: job) }
}
