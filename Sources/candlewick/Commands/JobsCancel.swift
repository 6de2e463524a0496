import ArgumentParser
import Ingestion
import Storage

struct JobsCancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a job: what it has had is kept, the rest is not wanted any more.",
        discussion: """
            Processes that work on it end within seconds.

            Example:
              candlewick jobs cancel 12
            """)

    @Argument(help: "The job's number.")
    var job: Int64

    @Flag(help: "Say what would be ended, and end nothing.")
    var dryRun = false

    @OptionGroup var options: StoreOptions

    func run() throws {
        let ledger = try Workspace(options).openLedger(dryRun ? .reading : .existing)
        guard let record = try ledger.job(JobID(job)) else {
            throw Failure("there is no job \(job); candlewick jobs lists the ones there are")
        }
        let counts = try ledger.itemCounts(of: record.id)
        let left = (counts[.pending] ?? 0) + (counts[.running] ?? 0)
        guard record.state == .running || record.state == .paused || record.state == .pending else {
            throw Failure("job \(job) has ended: \(record.state.rawValue)", status: .wrongUse)
        }
        guard !counts.isEmpty else {
            throw Failure(
                "job \(job) is a \(printable(record.start.command)), which Ctrl-C ends where it runs; only sync and gaps fill "
                    + "can be cancelled from elsewhere", status: .wrongUse)
        }
        if dryRun { return print("job \(job) would be ended with \(counted(left, "item")) to go") }
        try ledger.cancelJob(record.id)
        if record.state == .running, !DeadJobs.isDead(record, now: Workspace.now()) {
            return print("job \(job) was asked to end; candlewick jobs show \(job) says when it has")
        }
        let dropped = try ledger.dropItems(of: record.id)
        try ledger.finishJob(
            record.id, state: .partial, message: "cancelled with \(dropped) items to go; what was had is kept",
            progress: record.progress)
        print("job \(job): ended with \(counted(dropped, "item")) to go")
    }
}
