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
