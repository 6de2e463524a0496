import MarketData
import Storage

/// A ledger, and a switch that every change of it passes.
struct VictimLedger: Ledger {
    let ledger: any Ledger
    let killing: KillSwitch

    var location: String { ledger.location }

    func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset] {
        try killing.passing { () throws(StorageError) in try ledger.addAssets(assets) }
    }
    func setAsset(_ asset: Asset) throws(StorageError) -> Bool { try ledger.setAsset(asset) }
    func assets() throws(StorageError) -> [Asset] { try ledger.assets() }
    func startJob(_ job: JobStart) throws(StorageError) -> JobID {
        try killing.passing { () throws(StorageError) in try ledger.startJob(job) }
    }
    func restartJob(_ id: JobID, at moment: Timestamp) throws(StorageError) -> Bool {
        try ledger.restartJob(id, at: moment)
    }
    func cancelJob(_ id: JobID) throws(StorageError) { try ledger.cancelJob(id) }
    func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError) {
        try ledger.updateJob(id, progress: progress)
    }
    func finishJob(
        _ id: JobID, state: JobState, message: String, progress: JobProgress
    ) throws(StorageError) {
        try killing.passing { () throws(StorageError) in
            try ledger.finishJob(id, state: state, message: message, progress: progress)
        }
    }
    func job(_ id: JobID) throws(StorageError) -> JobRecord? { try ledger.job(id) }
    func jobs(limit: Int) throws(StorageError) -> [JobRecord] { try ledger.jobs(limit: limit) }
    func addItems(_ items: [JobItem], to job: JobID) throws(StorageError) {
        try killing.passing { () throws(StorageError) in try ledger.addItems(items, to: job) }
    }
    func takeItems(
        of job: JobID, limit: Int, among places: Range<Int>?, lease: ItemLease, now: Timestamp
    ) throws(StorageError) -> [JobItemRecord] {
        try killing.passing { () throws(StorageError) in
            try ledger.takeItems(of: job, limit: limit, among: places, lease: lease, now: now)
        }
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
    func finishedFile(
        sha256: String, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? { try ledger.finishedFile(sha256: sha256, series: series, in: store) }
    func finishedMember(
        _ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? { try ledger.finishedMember(fingerprint, series: series, in: store) }
    func record(_ entries: [LedgerEntry]) throws(StorageError) {
        try killing.passing { () throws(StorageError) in try ledger.record(entries) }
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
    func deleteGaps(
        in store: StoreIdentity, status: GapStatus, before moment: Timestamp
    ) throws(StorageError) -> Int { try ledger.deleteGaps(in: store, status: status, before: moment) }
    func givenUp(in store: StoreIdentity) throws(StorageError) -> [GivenUpRecord] { try ledger.givenUp(in: store) }
    func givenUp(job: JobID?) throws(StorageError) -> [GivenUpRecord] { try ledger.givenUp(job: job) }
}

/// A store, and the same switch for every write.
struct VictimStore: TimeSeriesStore {
    let store: any TimeSeriesStore
    let killing: KillSwitch

    var location: String { store.location }
    var traits: StoreTraits { store.traits }
    func identity() throws(StorageError) -> StoreIdentity { try store.identity() }
    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try killing.passing { () throws(StorageError) in try store.write(candles, to: series) }
    }
    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try killing.passing { () throws(StorageError) in try store.write(trades, to: series) }
    }
    func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try killing.passing { () throws(StorageError) in try store.write(candles, among: series) }
    }
    func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        try killing.passing { () throws(StorageError) in try store.write(trades, among: series) }
    }
    func series(matching filter: SeriesFilter) throws(StorageError) -> [SeriesSummary] {
        try store.series(matching: filter)
    }
    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int { try store.count(series, in: range) }
    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        try store.read(series, in: range, into: candles)
    }
    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch
    ) throws(StorageError) { try store.readNewest(limit, of: series, in: range, into: candles) }
    func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) { try store.read(series, in: range, after: position, into: trades) }
    func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch
    ) throws(StorageError) { try store.readNewest(limit, of: series, in: range, into: trades) }
}
