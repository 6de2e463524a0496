import MarketData
import Storage

/// A job whose process was ended by a signal and could not say so itself.
struct CrashedJob {
    private let ledger: any Ledger
    private let job: JobID
    private let process: String

    init(_ ledger: any Ledger, _ job: JobID, process: String) {
        (self.ledger, self.job, self.process) = (ledger, job, process)
    }

    /// Gives back what the process had; the job is PAUSED unless others work on it. What the ledger does not take now it
    /// finds out by itself: a job that is silent is taken for dead.
    func settle(signal: Int32, at moment: Timestamp) {
        do throws(StorageError) {
            guard let record = try ledger.job(job), record.state == .running else { return }
            try ledger.releaseItems(of: job, owner: process)
            let left = try ledger.itemCounts(of: job)
            guard left[.running, default: 0] == 0, !left.isEmpty || record.start.process == process else { return }
            let advice =
                record.start.canBeTakenUp
                ? "candlewick jobs resume \(job) goes on" : "run the same command again to go on"
            try ledger.finishJob(
                job, state: .paused, message: "its process was ended by signal \(signal); \(advice)",
                progress: record.progress)
        } catch {
            return
        }
    }
}
