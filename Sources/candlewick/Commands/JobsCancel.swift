import ArgumentParser
import Overview
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
        let ending = JobEnding(ledger)
        do {
            let left = try ending.left(record)
            if dryRun { return print("job \(job) would be ended with \(counted(left, "item")) to go") }
            switch try ending.end(record, now: Workspace.now()) {
            case .asked: print("job \(job) was asked to end; candlewick jobs show \(job) says when it has")
            case .ended(let dropped): print("job \(job): ended with \(counted(dropped, "item")) to go")
            }
        } catch JobEnding.Refusal.over {
            throw Failure("job \(job) has ended: \(record.state.rawValue)", status: .wrongUse)
        } catch JobEnding.Refusal.itsProcessOnly {
            throw Failure(
                "job \(job) is a \(printable(record.start.command)), which Ctrl-C ends where it runs; only sync and gaps fill "
                    + "can be cancelled from elsewhere", status: .wrongUse)
        }
    }
}
