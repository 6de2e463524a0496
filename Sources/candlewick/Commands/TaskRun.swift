import ArgumentParser
import Storage

struct TaskRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do a task now.",
        discussion: "Example:\n  candlewick task run report-completeness --json")

    @Argument(help: ArgumentHelp("Which task; candlewick task list tells what each does.", valueName: "name"))
    var name: TaskName

    @Option(
        help: ArgumentHelp(
            "For \(TaskName.cleanupGaps.rawValue): how old a gap is that is forgotten, in days. "
                + "Otherwise \(CleanupGapsTask.usualDays).", valueName: "days"))
    var days: Int?

    @Option(
        help: "For \(TaskName.backfillIncremental.rawValue): which tiers, TIER1,TIER2. Otherwise TIER1.")
    var tier: TiersArgument?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var options: StoreOptions

    func validate() throws {
        if let days, !(0...36_500).contains(days) { throw ValidationError("--days must be 0 to 36500") }
        if days != nil, name != .cleanupGaps {
            throw ValidationError("--days is for \(TaskName.cleanupGaps.rawValue) and not for \(name.rawValue)")
        }
        if tier != nil, name != .backfillIncremental {
            throw ValidationError("--tier is for \(TaskName.backfillIncremental.rawValue) and not for \(name.rawValue)")
        }
    }

    mutating func run() async throws {
        let context = TaskContext(
            workspace: try Workspace(options), adapters: adapters, now: Workspace.now(), days: days,
            tiers: tier?.tiers)
        guard let ledger = try context.workspace.openLedger(.existing) as? any ServiceLedger else {
            throw Failure("\(context.workspace.ledger) keeps no runs of tasks", status: .wrongUse)
        }
        let summary = try await HandRun(name: name, ledger: ledger).run(context)
        if json {
            try printJSON(summary)
        } else {
            for line in summary.lines { print(printable(line)) }
        }
        if summary.isPartial { throw Failure("", status: .doneInPart) }
    }
}
