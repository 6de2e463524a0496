import ArgumentParser
import Ingestion
import MarketData
import Overview
import Storage

struct JobsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One job: its counts, its files, what was refused and why.",
        discussion: "Example:\n  candlewick jobs show 3 --rejects 100")

    @Argument(help: "The job's number.")
    var job: Int64

    @Option(help: "How many rejects to print.")
    var rejects = 20

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    func validate() throws {
        if !(0...1_000_000).contains(rejects) { throw ValidationError("--rejects must be 0 to 1000000") }
    }

    func run() throws {
        let ledger = try Workspace(options).openLedger(.reading)
        guard let record = try ledger.job(JobID(job)) else {
            throw Failure("there is no job \(job); candlewick jobs lists the ones there are")
        }
        if json { return try printJSON(JobDetail(record, ledger, rejects: rejects)) }
        let files = try ledger.files(job: record.id)
        let refused = try ledger.rejects(job: record.id, limit: rejects)
        let given = try ledger.givenUp(job: record.id).map(\.part)
        let items = try ledger.items(of: record.id, state: nil)
        show(record)
        show(items)
        show(files)
        show(given)
        if record.progress.rejected > refused.count, rejects > 0 {
            let all = "\(grouped(refused.count)) of \(grouped(record.progress.rejected)) refused records"
            Terminal.note("the first \(all); --rejects NUMBER shows more, at most 1,000 of a file are kept")
        }
        for entry in refused {
            let place = "\(entry.path) line \(entry.reject.row), byte \(entry.reject.position)"
            print(printable("\(place): \(entry.reject.reason)"))
            if !entry.reject.raw.isEmpty { print(Terminal.dim("    \(printable(entry.reject.raw))")) }
        }
    }

    private func show(_ record: JobRecord) {
        let progress = record.progress
        print(Terminal.bold("job \(record.id): \(record.start.command) \(printable(record.start.subject))"))
        if !record.start.storeLocation.isEmpty { print("into      \(printable(record.start.storeLocation))") }
        let now = Workspace.now()
        print("state     \(record.stateText(now: now))")
        if DeadJobs.isDead(record, now: now) { print("          \(DeadJobs.advice(record))") }
        if !record.message.isEmpty { print("because   \(printable(record.message))") }
        let end = record.finishedAt ?? progress.at
        let seconds = Double(end.nanoseconds - record.start.startedAt.nanoseconds) / 1e9
        print("started   \(shortTime(record.start.startedAt)), took \(duration(seconds))")
        let items = "\(grouped(progress.itemsDone)) of \(grouped(record.start.items))"
        print("items     \(items), \(grouped(progress.itemsFailed)) failed")
        print("rows      \(grouped(progress.rowsRead)) read, \(grouped(Int(record.rate))) a second")
        if progress.written.accepted > 0 { print("          \(grouped(progress.written.accepted)) taken") }
        print(
            "          \(grouped(progress.written.inserted)) new, \(grouped(progress.written.updated)) changed, "
                + "\(grouped(progress.written.unchanged)) there already, \(grouped(progress.duplicates)) repeated, "
                + "\(grouped(progress.noTrades)) without trades, \(grouped(progress.rejected)) refused")
    }

    /// What is not through, and what failed; the rest is counted.
    private func show(_ items: [JobItemRecord]) {
        guard !items.isEmpty else { return }
        let states = JobItemState.allCases.compactMap { state in
            let count = items.count { $0.progress.state == state }
            return count == 0 ? nil : "\(grouped(count)) \(state.rawValue)"
        }
        print("of these   \(states.joined(separator: ", "))")
        let open = items.filter { $0.progress.state != .done && $0.progress.state != .dropped }
        var table = Table(("ITEM", .left), ("STATE", .left), ("TRIES", .right), ("CLASS", .left), ("WHY", .left))
        for item in open.prefix(40) {
            table.add(
                item.item.name, item.progress.state.rawValue, grouped(item.attempts),
                item.progress.errorClass.isEmpty ? "-" : item.progress.errorClass, item.progress.message)
        }
        if !table.isEmpty { table.print() }
        if open.count > 40 { print("… and \(grouped(open.count - 40)) more; --json shows all") }
    }

    private func show(_ files: [FileRecord]) {
        guard !files.isEmpty else { return }
        var table = Table(
            ("FILE", .left), ("STATUS", .left), ("SERIES", .left), ("ROWS", .right), ("REFUSED", .right), ("WHY", .left)
        )
        for file in files {
            table.add(
                file.path, file.status.rawValue, file.series.map { "\($0)" } ?? "-", grouped(file.rowsRead),
                grouped(file.rejected), file.message)
        }
        table.print()
    }

    private func show(_ given: [GivenUp]) {
        guard !given.isEmpty else { return }
        var table = Table(("GIVEN UP", .left), ("FROM", .left), ("TO", .left), ("CLASS", .left), ("WHY", .left))
        for part in given {
            table.add(
                "\(part.scope)", shortTime(part.range.start), shortTime(part.range.end), part.reason, part.message)
        }
        table.print()
        print("candlewick jobs retry \(job) asks for it again")
    }
}
