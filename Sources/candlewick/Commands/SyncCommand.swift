import ArgumentParser
import Foundation
import Ingestion
import MarketData
import Storage

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Make the history complete: files first, sources for what is missing.",
        discussion: """
            Reads the files there are, works out what no source has asserted, asks those that reach it, one after the \
            other, and looks at what is there. Shows the plan and asks before a long job. Every step is in the ledger: \
            ended by Ctrl-C or killed, it goes on with --resume, also from several processes at once, and nothing is asked \
            for that is stored.

            Example:
              candlewick sync ~/Downloads/Kraken_OHLCVT.zip --tier TIER1 --complete
              candlewick sync --tier TIER1,TIER2 --incremental --yes
              candlewick sync --tier TIER1 --dry-run
              candlewick sync --resume 12
            """)

    @Argument(help: "Files, folders, archives to read first. Otherwise [ingest] paths of candlewick.toml.")
    var paths: [String] = []

    @OptionGroup var which: HistoryOptions

    @Flag(help: "The whole history, from the first moment that is known of an asset. The usual way.")
    var complete = false

    @Flag(help: "Only what is newer than what is there.")
    var incremental = false

    @Flag(help: "Make candles that no source gives from trades, where a source has those: many requests.")
    var fromTrades = false

    @Flag(help: "Ask for what another source has, too: once more with each run, so that candlewick compare can tell.")
    var overlap = false

    @Option(help: ArgumentHelp("Go on with this job, or join the processes that work on it.", valueName: "job"))
    var resume: Int64?

    @OptionGroup var work: SyncWorkOptions
    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if complete, incremental { throw ValidationError("--complete and --incremental cannot go together") }
        let isNarrowed = which.tier != nil || !which.asset.isEmpty || which.category != nil || which.intervals != nil
        if resume != nil,
            !paths.isEmpty || incremental || complete || overlap || fromTrades || work.dryRun || isNarrowed
        {
            throw ValidationError(
                "--resume goes on with what the job was asked to do; give nothing else but how it is run")
        }
    }

    mutating func run() async throws {
        var how = work.options
        how.asked = which.asset
        let run = try await SyncRun(how, options, adapters, only: which.source)
        if let resume {
            guard let job = try run.stores.ledger.job(JobID(resume)) else {
                throw Failure("there is no job \(resume); candlewick jobs lists the ones there are")
            }
            return try run.end(try await run.resume(job))
        }
        var spec = SyncSpec(try which.scope(run.workspace.settings.sync))
        let found = paths.isEmpty ? run.workspace.settings.ingestPaths : paths
        spec.paths = found.map { URL(filePath: $0).standardizedFileURL.path }
        spec.mode = incremental ? .incremental : .complete
        spec.allowsTrades = fromTrades
        spec.overlaps = overlap
        spec.sources = which.source.isEmpty ? nil : which.source
        let subject = [which.text, incremental ? "what is new" : "complete"].filter { !$0.isEmpty }
        if let summary = try await run.start(spec, command: "sync", subject: subject.joined(separator: ", ")) {
            try run.end(summary)
        }
    }
}

/// How a sync is run.
struct SyncWorkOptions: ParsableArguments {
    @Option(help: "Parts that are asked for at the same time.")
    var parallel = 4

    @Option(help: "Files decoded at the same time; 0: one per core.")
    var workers: Int?

    @Option(help: ArgumentHelp("Take the sources' replies from this folder, and ask nobody.", valueName: "folder"))
    var replay: String?

    @Flag(help: "Show what would be done, and do nothing.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if !(1...64).contains(parallel) { throw ValidationError("--parallel must be 1 to 64") }
        if let workers, !(0...256).contains(workers) { throw ValidationError("--workers must be 0 to 256") }
    }

    var options: SyncOptions {
        SyncOptions(
            parallel: parallel, workers: workers, replay: replay, dryRun: dryRun, yes: yes, json: json)
    }
}

/// Which histories.
struct HistoryOptions: ParsableArguments {
    @Option(help: "Only assets of these tiers: TIER1,TIER2.")
    var tier: TiersArgument?

    @Option(help: "Only this asset; named again, one more.")
    var asset: [String] = []

    @Option(help: "Only assets of this sort.")
    var category: AssetCategory?

    @Option(
        name: [.customLong("intervals"), .customLong("interval")],
        help: "Candles of these intervals, in minutes: 60,1440. Otherwise those that are there, or [sync] intervals.")
    var intervals: IntervalsArgument?

    @OptionGroup var rangeOptions: RangeOptions

    @Option(help: ArgumentHelp("Only this source; named again, one more.", valueName: "id"))
    var source: [String] = []

    /// What they mean.
    func scope(_ settings: SyncChoice, now: Timestamp = Workspace.now()) throws -> SurveyScope {
        var scope = settings.scope
        scope.tiers = tier?.tiers
        scope.tickers = asset.isEmpty ? nil : Set(asset.flatMap { [$0, $0.uppercased()] })
        scope.category = category
        scope.intervals = intervals?.intervals.sorted()
        scope.start = rangeOptions.start?.time ?? settings.start
        scope.end = rangeOptions.end?.time
        if let start = rangeOptions.start?.time, start >= rangeOptions.end?.time ?? now {
            throw Failure("--start \(start) must be before --end, and not in the future", status: .wrongUse)
        }
        return scope
    }

    /// For people: `TIER1 BTC 60,1440`.
    var text: String {
        var words = tier.map { $0.tiers.map(\.rawValue).sorted() } ?? []
        words += asset + (category.map { [$0.rawValue] } ?? [])
        words += intervals.map { $0.intervals.sorted().map(\.description) } ?? []
        return words.isEmpty ? "all assets" : words.joined(separator: " ")
    }
}
