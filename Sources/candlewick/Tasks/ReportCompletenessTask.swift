import MarketData
import Overview
import Reporting

/// Counts how complete the history is.
struct ReportCompletenessTask: HubTask {
    let name = TaskName.reportCompleteness
    let abstract = "Say how complete the history is, per tier and interval"

    struct Summary: TaskSummary {
        let task = TaskName.reportCompleteness
        var madeAt: String
        var store: String
        var assets: Int
        var total: Completeness
        var tiers: [TierCompleteness]
        var intervals: [IntervalCompleteness]

        enum CodingKeys: String, CodingKey {
            case task, store, assets, total, tiers, intervals
            case madeAt = "made_at"
        }

        var lines: [String] {
            let parts =
                [("all", total)] + tiers.map { ($0.tier.rawValue, $0.completeness) }
                + intervals.map { ($0.kind.interval?.description ?? "trades", $0.completeness) }
            return parts.map { name, sum in
                "\(name): \(sum.percentage.map { "\($0) %" } ?? "-") of \(counted(sum.expected, "candle")) in "
                    + "\(counted(sum.lines, "series")), \(grouped(sum.missing.total)) missing, "
                    + "\(grouped(sum.suspect)) suspect"
            }
        }
    }

    func run(_ context: TaskContext) async throws -> Summary {
        let report = try await context.report(of: context.wish).report()
        return Summary(
            madeAt: report.scope.madeAt.description, store: report.scope.store, assets: report.assets.count,
            total: report.total, tiers: report.tiers, intervals: report.intervals)
    }
}
