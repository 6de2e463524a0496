import ArgumentParser
import MarketData
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

    func run() throws {
        let jobs = try Workspace(options).open(.reading).ledger.jobs(limit: last)
        if json { return try printJSON(jobs.map(JobDocument.init)) }
        if jobs.isEmpty { return Terminal.note("no jobs yet") }
        var table = Table(
            ("JOB", .right), ("STATE", .left), ("COMMAND", .left), ("STARTED (UTC)", .left), ("ITEMS", .right),
            ("FAILED", .right), ("ROWS", .right), ("ROWS/S", .right), ("ON", .left))
        let now = Workspace.now()
        for job in jobs {
            table.add(
                "\(job.id)", job.stateText(now: now), job.start.command, shortTime(job.start.startedAt),
                "\(grouped(job.progress.itemsDone))/\(grouped(job.start.items))", grouped(job.progress.itemsFailed),
                grouped(job.progress.rowsRead), grouped(Int(job.rate)), String(job.start.subject.prefix(60)))
        }
        table.print()
    }
}
