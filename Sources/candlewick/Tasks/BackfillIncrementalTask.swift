import Ingestion
import MarketData
import Storage

/// Asks the sources for what the newest days lack.
struct BackfillIncrementalTask: HubTask {
    static let days = 7
    static let gapsPerAsset = 10
    static let usualTiers: Set<Tier> = [.tier1]

    let name = TaskName.backfillIncremental
    let abstract =
        "Fill what the newest days lack, usually \(days) days of a tier and at most \(gapsPerAsset) gaps an asset"

    struct Summary: TaskSummary {
        let task = TaskName.backfillIncremental
        /// None where only assets were named.
        var tiers: [String]
        var intervalMinutes: [Int]
        /// Nil where there was nothing to do.
        var job: Int64?
        var assetsProcessed: Int
        var gapsDetected = 0
        var filled = 0
        var unfillable = 0
        var failed = 0
        var candles = 0
        var errors: [String] = []

        enum CodingKeys: String, CodingKey {
            case task, tiers, job, filled, unfillable, failed, candles, errors
            case intervalMinutes = "interval_minutes"
            case assetsProcessed = "assets_processed"
            case gapsDetected = "gaps_detected"
        }

        var isPartial: Bool { failed > 0 || !errors.isEmpty }

        var lines: [String] {
            [
                "\(counted(assetsProcessed, "asset")) looked at, \(counted(gapsDetected, "gap")) found: "
                    + "\(grouped(filled)) filled, \(grouped(failed)) failed, \(grouped(unfillable)) that no source can fill",
                "\(counted(candles, "candle")) new",
            ] + errors.prefix(20).map { "not had: \($0)" }
        }
    }

    /// Assets that are named are wanted whatever their tier.
    static func tiers(_ wish: TaskWish) -> Set<Tier>? { wish.tiers ?? (wish.assets.isEmpty ? usualTiers : nil) }

    /// What is usually wanted: hours and days of those that matter most or were named, days of all others.
    static func intervals(_ wish: TaskWish) -> [Interval] {
        if let intervals = wish.intervals { return intervals.sorted() }
        let tiers = tiers(wish)
        return (tiers == nil || tiers == usualTiers ? [60, 1440] : [1440]).compactMap { Interval(minutes: $0) }
    }

    func run(_ context: TaskContext) async throws -> Summary {
        let wish = context.wish
        let (intervals, days) = (Self.intervals(wish), wish.days ?? Self.days)
        let options = SyncOptions(parallel: 4, workers: nil, replay: nil, dryRun: false, yes: true, json: true)
        let run = try await SyncRun(options, context.workspace, context.adapters, only: wish.sources)
        var scope = SurveyScope()
        (scope.tiers, scope.tickers) = (Self.tiers(wish), wish.tickers)
        scope.intervals = intervals
        scope.start = Timestamp(nanoseconds: context.now.nanoseconds - Int64(days) * 86_400_000_000_000)
        var spec = SyncSpec(scope)
        spec.sources = wish.sources.isEmpty ? nil : wish.sources
        spec.gapsPerAsset = wish.gapsPerAsset ?? Self.gapsPerAsset
        let plan = try run.plan(spec, now: context.now)
        let unfillable = plan.lines.reduce(0) { $0 + $1.plan.unplanned.count }
        var summary = Summary(
            tiers: (scope.tiers ?? []).map(\.rawValue).sorted(), intervalMinutes: intervals.compactMap(\.minutes),
            assetsProcessed: plan.assets.count, gapsDetected: unfillable, unfillable: unfillable)
        guard plan.lines.contains(where: { !$0.plan.parts.isEmpty }) else { return summary }
        var about = wish
        about.tiers = scope.tiers
        let subject = (about.words + ["the last \(counted(days, "day"))"]).joined(separator: ", ")
        guard let done = try await run.begin(spec, command: name.rawValue, subject: subject) else { return summary }
        summary.job = done.job.id.value
        summary.gapsDetected = done.gaps.count
        summary.filled = done.gaps.count { $0.status == .filled }
        summary.unfillable = done.gaps.count { $0.status == .unfillable }
        summary.failed = done.gaps.count { $0.status == .failed }
        let written = done.job.progress.written
        summary.candles = written.inserted + written.updated + written.accepted
        summary.errors = done.failed.map { "\($0.item.name): \($0.progress.message)" }
        return summary
    }
}
