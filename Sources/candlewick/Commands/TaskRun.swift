import ArgumentParser
import Storage

struct TaskRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Do a task now.",

        discussion: """
            What it does with nothing else said is what the schedule does. Each option is for some of the tasks, which a wrong \
            one names.

            Example:
              candlewick task run report-completeness --json
              candlewick task run backfill-incremental --asset BTC --intervals 60 --source kraken-rest --days 3
            """)

    @Argument(help: ArgumentHelp("Which task; candlewick task list tells what each does.", valueName: "name"))
    var name: TaskName

    @Option(help: "Only assets of these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Option(help: "Only this asset, whatever its tier; named again, one more.")
    var asset: [String] = []

    @Option(help: "Candles of these intervals, in minutes: 60,1440.")
    var intervals: IntervalsArgument?

    @Option(help: ArgumentHelp("Only ask this source; named again, one more.", valueName: "id"))
    var source: [String] = []

    @Option(
        help: ArgumentHelp(
            "For \(TaskName.cleanupGaps.rawValue): how old a gap is that is forgotten, otherwise "
                + "\(CleanupGapsTask.usualDays). For \(TaskName.backfillIncremental.rawValue): how far back, otherwise "
                + "\(BackfillIncrementalTask.days).", valueName: "days"))
    var days: Int?

    @Option(
        help: "At most so many gaps of one asset, the newest first; otherwise \(BackfillIncrementalTask.gapsPerAsset).")
    var maxPerAsset: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var options: StoreOptions

    private var wish: TaskWish {
        TaskWish(
            tiers: tier?.tiers, assets: asset, intervals: intervals?.intervals, sources: source, days: days,
            gapsPerAsset: maxPerAsset)
    }

    func validate() throws {
        for part in wish.parts where !name.parts.contains(part) {
            let tasks = part.tasks.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(part.option) is for \(tasks) and not for \(name.rawValue)")
        }
        if let days, !name.days.contains(days) {
            throw ValidationError("--days must be \(name.days.lowerBound) to \(name.days.upperBound)")
        }
        if let maxPerAsset, !TaskWish.gaps.contains(maxPerAsset) {
            throw ValidationError("--max-per-asset must be \(TaskWish.gaps.lowerBound) to \(TaskWish.gaps.upperBound)")
        }
    }

    mutating func run() async throws {
        let context = TaskContext(
            workspace: try Workspace(options), adapters: adapters, now: Workspace.now(), wish: wish)
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
