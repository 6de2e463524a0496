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

    /// What it can be told.
    var parts: [TaskWish.Part] {
        switch self {
        case .backfillIncremental: TaskWish.Part.allCases
        case .cleanupGaps: [.days]
        case .reportCompleteness: [.tiers, .assets, .intervals]
        case .validateRecent: [.tiers, .assets]
        }
    }

    /// How many days it can be told.
    var days: ClosedRange<Int> { self == .cleanupGaps ? 0...36_500 : 1...36_500 }

    /// What it works on, for people.
    func with(_ wish: TaskWish) -> String {
        var wish = wish
        var more: [String] = []
        switch self {
        case .backfillIncremental:
            wish.tiers = BackfillIncrementalTask.tiers(wish)
            wish.intervals = Set(BackfillIncrementalTask.intervals(wish))
            if let days = wish.days { more.append("the last \(counted(days, "day"))") }
            if let gaps = wish.gapsPerAsset { more.append("at most \(counted(gaps, "gap")) an asset") }
        case .cleanupGaps: more = ["older than \(counted(wish.days ?? CleanupGapsTask.usualDays, "day"))"]
        case .reportCompleteness: break
        case .validateRecent: wish.tiers = ValidateRecentTask.tiers(wish)
        }
        return (wish.words + more).joined(separator: ", ")
    }
}
