import MarketData
import Scheduling

/// What is done when, where nobody says otherwise; UTC.
enum UsualSchedule {
    /// The entries that hold by default.
    static func entries() throws -> [ScheduleEntry] {
        try [
            entry("backfill-tier1", .backfillIncremental, "0 2 * * *", tiers: [.tier1]),
            entry("backfill-tier2", .backfillIncremental, "0 3 * * *", tiers: [.tier2]),
            entry("cleanup-gaps", .cleanupGaps, "0 4 * * 0"),
            entry("report-completeness", .reportCompleteness, "0 8 * * *"),
            entry("validate-recent", .validateRecent, "0 * * * *"),
        ]
    }

    private static func entry(
        _ name: String, _ task: TaskName, _ cron: String, tiers: Set<Tier>? = nil
    ) throws -> ScheduleEntry {
        var entry = ScheduleEntry(name: name, task: task.rawValue, expression: try CronExpression(cron))
        entry.set(task, tiers: tiers, days: nil)
        return entry
    }
}

extension ScheduleEntry {
    /// With what the task is done: as the command takes it, and for people.
    mutating func set(_ task: TaskName, tiers: Set<Tier>?, days: Int?) {
        self.task = task.rawValue
        (arguments, with) = ([], "")
        switch task {
        case .backfillIncremental:
            let tiers = tiers ?? BackfillIncrementalTask.usualTiers
            let names = tiers.map(\.rawValue).sorted().joined(separator: ",")
            let minutes = BackfillIncrementalTask.intervals(tiers).map(\.description).joined(separator: " and ")
            (arguments, with) = (["--tier=\(names)"], "\(names), \(minutes)")
        case .cleanupGaps:
            if let days { arguments = ["--days=\(days)"] }
            with = "older than \(days ?? CleanupGapsTask.usualDays) days"
        case .validateRecent: with = ValidateRecentTask.tiers.map(\.rawValue).joined(separator: " and ")
        case .reportCompleteness: break
        }
    }
}
