import ArgumentParser
import Ingestion
import MarketData
import Overview
import Spool
import Storage

struct JobsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the newest jobs.", discussion: "Example:\n  candlewick jobs list --last 5")

    @Option(help: "How many.")
    var last = 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        if !(1...100_000).contains(last) { throw ValidationError("--last must be 1 to 100000") }
    }

    /// The end of a location, which tells it from others.
    private static func short(_ location: String) -> String {
        location.count > 40 ? "…" + location.suffix(39) : location
    }

    func run() throws {
        let workspace = try Workspace(options)
        let jobs = try workspace.openLedger(.reading).jobs(limit: last)
        if json { return try printJSON(jobs.map(JobDocument.init)) }
        if jobs.isEmpty { return Terminal.note("no jobs yet") }
        var table = Table(
            ("JOB", .right), ("STATE", .left), ("COMMAND", .left), ("STARTED (UTC)", .left), ("ITEMS", .right),
            ("FAILED", .right), ("ROWS", .right), ("ROWS/S", .right), ("INTO", .left), ("ON", .left))
        let now = Workspace.now()
        for job in jobs {
            table.add(
                "\(job.id)", job.stateText(now: now), job.start.command, shortTime(job.start.startedAt),
                "\(grouped(job.progress.itemsDone))/\(grouped(job.start.items))", grouped(job.progress.itemsFailed),
                grouped(job.progress.rowsRead), grouped(Int(job.rate)), Self.short(job.start.storeLocation),
                String(job.start.subject.prefix(60)))
        }
        table.print()
        for job in jobs where DeadJobs.isDead(job, now: now) {
            Terminal.note("job \(job.id) is silent, as if its process had died; \(DeadJobs.advice(job))")
        }
        for status in try SpoolStatus.all(below: workspace.settings.spool.folder) {
            guard let sentence = SpoolNotes.sentence(status) else { continue }
            Terminal.note("\(status.location ?? status.path): \(sentence); candlewick spool shows more")
        }
    }
}
