import ArgumentParser
import Ingestion
import MarketData
import Storage

struct JobsRetry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Ask again for what a job gave up.",
        discussion: """
            What is had then is in the list no more; candlewick jobs show says what is left.

            Example:
              candlewick jobs retry 3
              candlewick jobs retry 3 --dry-run
            """)

    @Argument(help: "The job's number; without it, all jobs.")
    var job: Int64?

    @Option(help: ArgumentHelp("Take the source's replies from this folder, and ask nobody.", valueName: "folder"))
    var replay: String?

    @Option(help: "Parts that are asked for at the same time.")
    var parallel = 4

    @Flag(help: "Show what would be asked, and ask nothing.")
    var dryRun = false

    @Flag(help: "Do not ask before a long job.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws { if !(1...64).contains(parallel) { throw ValidationError("--parallel must be 1 to 64") } }

    mutating func run() async throws {
        let workspace = try Workspace(options)
        let location = try SourceLoad.store(of: workspace)
        let stop = StopFlag()
        let stores = try workspace.open(dryRun ? .reading : .existing, stop: stop)
        if let job, try stores.ledger.job(JobID(job)) == nil {
            throw Failure("there is no job \(job); candlewick jobs lists the ones there are")
        }
        // What lacks in another store of the same ledger is not had by asking for it here.
        let identity = try stores.series.identity()
        let given = try stores.ledger.givenUp(job: job.map { JobID($0) }).filter {
            try stores.ledger.job($0.part.job)?.start.store == identity
        }
        guard !given.isEmpty else {
            print("nothing is left that was given up for \(location)")
            return
        }
        let assets = Dictionary(
            try stores.ledger.assets().map { ($0.ticker, $0) }, uniquingKeysWith: { first, _ in first })
        var failures: [any Error] = []
        let bySource = Dictionary(grouping: given) {
            $0.part.scope.source.split(separator: ":").first.map(String.init) ?? ""
        }
        for (id, records) in bySource.sorted(by: { $0.key < $1.key }) where !stop.isSet {
            do {
                let open = try OpenSource(
                    id, replay: replay, adapters, settings: workspace.settings, notingIn: stores.ledger)
                let parts = records.map { (record: $0, wish: LoadWish($0.part, assets)) }
                let plan = try LoadPlan(parts, of: open.source, in: identity, stores.ledger)
                // What was had meanwhile need not be asked for.
                let had = records.filter { record in !plan.items.contains { $0.givenUp == record.number } }
                if !dryRun { try stores.ledger.record(had.map { .takenUp($0.number) }) }
                let load = SourceLoad(
                    workspace: workspace, stores: stores, open: open, command: "retry",
                    subject: job.map { "what job \($0) gave up, from \(id)" } ?? "what was given up, from \(id)")
                try await load.run(
                    plan, RunOptions(parallel: parallel, dryRun: dryRun, yes: yes, json: json), stop: stop)
            } catch {
                failures.append(error)
            }
        }
        if let first = failures.first { throw first }
    }
}

extension LoadWish {
    /// What was wanted of a part that was given up.
    init(_ part: GivenUp, _ assets: [String: Asset]) {
        let adjusted = part.scope.source.hasSuffix(":adjusted")
        switch part.scope {
        case .series(let series):
            let subject = Subject.instrument(series.instrument, category: assets[series.instrument.base]?.category)
            self.init(subject, series.kind, range: part.range, adjusted: adjusted)
        case .group(_, let kind, let category):
            self.init(.group(category: category, quote: "USD"), kind, range: part.range, adjusted: adjusted)
        }
    }
}
