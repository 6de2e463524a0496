import ArgumentParser

/// The tasks there are.
enum TaskName: String, CaseIterable, ExpressibleByArgument, Encodable {
    case backfillIncremental = "backfill-incremental"
    case cleanupGaps = "cleanup-gaps"
    case reportCompleteness = "report-completeness"
    case validateRecent = "validate-recent"

    /// The task of that name.
    var task: any HubTask {
        switch self {
        case .backfillIncremental: BackfillIncrementalTask()
        case .cleanupGaps: CleanupGapsTask()
        case .reportCompleteness: ReportCompletenessTask()
        case .validateRecent: ValidateRecentTask()
        }
    }
}

/// When a task is done where nobody says otherwise.
struct TaskSchedule {
    let task: TaskName
    /// Minute, hour, day of the month, month, day of the week; UTC.
    let cron: String
    /// What it is done with, for people.
    var with = ""

    /// The schedules that hold by default.
    static let usual = [
        TaskSchedule(task: .backfillIncremental, cron: "0 2 * * *", with: "TIER1, 60 and 1440 minutes"),
        TaskSchedule(task: .backfillIncremental, cron: "0 3 * * *", with: "TIER2, 1440 minutes"),
        TaskSchedule(task: .cleanupGaps, cron: "0 4 * * 0", with: "older than \(CleanupGapsTask.usualDays) days"),
        TaskSchedule(task: .reportCompleteness, cron: "0 8 * * *"),
        TaskSchedule(task: .validateRecent, cron: "0 * * * *", with: "TIER1 and TIER2"),
    ]
}
