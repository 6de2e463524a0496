import MarketData
import Storage

/// Forgets what became of old gaps. What no source can give stays: nobody has to find that out again.
struct CleanupGapsTask: HubTask {
    static let usualDays = 90

    let name = TaskName.cleanupGaps
    let abstract = "Forget filled and failed gaps of the ledger that are older than \(usualDays) days"

    struct Summary: TaskSummary {
        let task = TaskName.cleanupGaps
        var days: Int
        var filledDeleted: Int
        var failedDeleted: Int
        /// Gaps that no source can fill, all of them.
        var unfillableKept: Int

        enum CodingKeys: String, CodingKey {
            case task, days
            case filledDeleted = "filled_deleted"
            case failedDeleted = "failed_deleted"
            case unfillableKept = "unfillable_kept"
        }

        var lines: [String] {
            [
                "forgotten, older than \(counted(days, "day")): \(counted(filledDeleted, "filled gap")), "
                    + counted(failedDeleted, "failed gap"),
                "kept: \(counted(unfillableKept, "unfillable gap"))",
            ]
        }
    }

    func run(_ context: TaskContext) async throws -> Summary {
        let stores = try context.workspace.open(.existing)
        let (ledger, store) = (stores.ledger, try stores.series.identity())
        let days = context.wish.days ?? Self.usualDays
        let before = Timestamp(nanoseconds: context.now.nanoseconds - Int64(days) * 86_400_000_000_000)
        return Summary(
            days: days, filledDeleted: try ledger.deleteGaps(in: store, status: .filled, before: before),
            failedDeleted: try ledger.deleteGaps(in: store, status: .failed, before: before),
            unfillableKept: try ledger.gaps(in: store, status: .unfillable).count)
    }
}
