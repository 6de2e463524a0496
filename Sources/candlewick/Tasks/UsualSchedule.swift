import MarketData
import Scheduling

/// What is done when, where nobody says otherwise; UTC.
enum UsualSchedule {
    /// The entries that hold by default.
    static func entries() throws -> [ChosenTask] {
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
    ) throws -> ChosenTask {
        ChosenTask(
            name: name, task: task, recurrence: .cron(try CronExpression(cron), .utc), wish: TaskWish(tiers: tiers))
    }
}

/// An entry of the schedule as the settings have it.
struct ChosenTask {
    var name: String
    var task: TaskName
    var recurrence: Recurrence
    var wish: TaskWish
    var isEnabled = true

    /// As the scheduler takes it.
    var entry: ScheduleEntry {
        ScheduleEntry(
            name: name, task: task.rawValue, recurrence, arguments: wish.arguments, with: task.with(wish),
            isEnabled: isEnabled)
    }
}
