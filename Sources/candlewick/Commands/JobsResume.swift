import ArgumentParser
import Ingestion
import Storage

struct JobsResume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a sync that was stopped, failed in part, or whose process died.",
        discussion: """
            Several processes may do so with one job: each takes what no other has. What failed is tried again.

            Example:
              candlewick jobs resume 12
            """)

    @Argument(help: "The job's number.")
    var job: Int64

    @OptionGroup var work: SyncWorkOptions
    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if work.dryRun { throw ValidationError("candlewick jobs show \(job) shows what is left to do") }
    }

    mutating func run() async throws {
        let run = try await SyncRun(work.options, options, adapters)
        guard let record = try run.stores.ledger.job(JobID(job)) else {
            throw Failure("there is no job \(job); candlewick jobs lists the ones there are")
        }
        try run.end(try await run.resume(record))
    }
}
