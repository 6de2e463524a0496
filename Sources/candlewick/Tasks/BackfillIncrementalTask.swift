import Ingestion
import MarketData
import Storage

/// Asks the sources for what the newest days lack.
struct BackfillIncrementalTask: HubTask {
    static let days = 7
    static let gapsPerAsset = 10
    static let usualTiers: Set<Tier> = [.tier1]

    let name = TaskName.backfillIncremental
    let abstract = "Fill what the last \(days) days of a tier lack, at most \(gapsPerAsset) gaps an asset"

    struct Summary: TaskSummary {
        let task = TaskName.backfillIncremental
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

    /// What is wanted of a tier: hours and days of those that matter most, days of all others.
    static func intervals(_ tiers: Set<Tier>) -> [Interval] {
        (tiers == [.tier1] ? [60, 1440] : [1440]).compactMap { Interval(minutes: $0) }
    }

    func run(_ context: TaskContext) async throws -> Summary {
        let tiers = context.tiers ?? Self.usualTiers
        let options = SyncOptions(parallel: 4, workers: nil, replay: nil, dryRun: false, yes: true, json: true)
        let run = try await SyncRun(options, context.workspace, context.adapters)
        var scope = SurveyScope()
        scope.tiers = tiers
        scope.intervals = Self.intervals(tiers)
        scope.start = Timestamp(nanoseconds: context.now.nanoseconds - Int64(Self.days) * 86_400_000_000_000)
        var spec = SyncSpec(scope)
        spec.gapsPerAsset = Self.gapsPerAsset
        let plan = try run.plan(spec, now: context.now)
        let unfillable = plan.lines.reduce(0) { $0 + $1.plan.unplanned.count }
        var summary = Summary(
            tiers: tiers.map(\.rawValue).sorted(), intervalMinutes: Self.intervals(tiers).compactMap(\.minutes),
            assetsProcessed: plan.assets.count, gapsDetected: unfillable, unfillable: unfillable)
        guard plan.lines.contains(where: { !$0.plan.parts.isEmpty }) else { return summary }
        let subject = "\(summary.tiers.joined(separator: ",")), the last \(Self.days) days"
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
