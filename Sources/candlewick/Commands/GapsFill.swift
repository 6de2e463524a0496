import ArgumentParser
import Ingestion
import MarketData
import Storage

struct GapsFill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Fill what sources can reach, asking first.",
        discussion: """
            Shows two tables, what can be filled and what cannot, and asks. Each gap is noted then: FILLED, FAILED or \
            UNFILLABLE, with the file that would fill it. What was asserted as without trades is never asked for again.

            Example:
              candlewick gaps fill --tier TIER1
              candlewick gaps fill --asset BTC --intervals 60 --from-trades --yes
            """)

    @OptionGroup var which: HistoryOptions

    @Option(help: "At most so many gaps of one asset, the newest first.")
    var maxPerAsset: Int?

    @Flag(help: "Make candles that no source gives from trades, where a source has those: many requests.")
    var fromTrades = false

    @OptionGroup var work: SyncWorkOptions
    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions

    func validate() throws {
        if let maxPerAsset, !(1...1_000_000).contains(maxPerAsset) {
            throw ValidationError("--max-per-asset must be 1 to 1000000")
        }
    }

    mutating func run() async throws {
        let run = try await SyncRun(work.options, options, adapters, only: which.source)
        var spec = SyncSpec(try which.scope(run.workspace.settings.sync))
        spec.allowsTrades = fromTrades
        spec.gapsPerAsset = maxPerAsset
        spec.sources = which.source.isEmpty ? nil : which.source
        let plan = try run.plan(spec, now: Workspace.now())
        let preview = SyncPreview(
            files: IngestPlan(), plan: plan, spec: spec, gaps: SyncGaps(run.sources.sources),
            tiers: try run.workspace.tierList())
        if work.dryRun { return try preview.show(json: work.json) }
        let fillable = plan.lines.reduce(0) { $0 + $1.plan.parts.count }
        if !work.json { try preview.show(json: false) }
        guard fillable > 0 else {
            if work.json { try preview.show(json: true) }
            return
        }
        guard try Question.confirm("Fill \(counted(fillable, "gap")) (\(preview.summary))?", yes: work.yes) else {
            print("nothing was asked")
            return
        }
        if let summary = try await run.begin(spec, command: "gaps fill", subject: which.text) { try run.end(summary) }
    }
}
