public import Storage

/// How a sync ended, or how far it is.
public struct SyncSummary: Sendable {
    /// The job, as the ledger has it.
    public let job: JobRecord
    /// Its items by state.
    public let items: [JobItemState: Int]
    /// Files that are through.
    public let files: Int
    /// Of these the ones that could not be read.
    public let filesFailed: Int
    /// Orders to sources that are through.
    public let ordersDone: Int
    /// Orders that were given up, with why.
    public let failed: [JobItemRecord]
    /// The gaps that this job dealt with.
    public let gaps: [Gap]

    init(_ id: JobID, _ ledger: any Ledger, _ store: StoreIdentity) throws(StorageError) {
        guard let job = try ledger.job(id) else {
            throw StorageError(
                .other, at: ledger.location, "there is no job \(id) any more",
                advice: "list the jobs with: candlewick jobs")
        }
        self.job = job
        items = try ledger.itemCounts(of: id)
        var (files, filesFailed, orders) = (0, 0, 0)
        var failed: [JobItemRecord] = []
        for item in try ledger.items(of: id, state: nil) {
            let isThrough = item.progress.state == .done || item.progress.state == .failed
            switch SyncItem(item.item) {
            case .file:
                if isThrough { files += 1 }
                if item.progress.state == .failed { filesFailed += 1 }
            case .plan: break
            case .load, nil: if item.progress.state == .done { orders += 1 }
            }
            if item.progress.state == .failed { failed.append(item) }
        }
        (self.files, self.filesFailed, ordersDone) = (files, filesFailed, orders)
        self.failed = failed
        gaps = try ledger.gaps(in: store, status: nil).filter { $0.job == id }
    }
}
