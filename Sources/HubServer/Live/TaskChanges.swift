import Overview
import Storage

/// Which runs of tasks began or ended since the last look, of this hub or of another on the same ledger.
struct TaskChanges {
    /// So many of the newest are looked at.
    static let limit = 50
    /// By number; nil before the first look.
    private var known: [Int64: TaskRunState]?

    /// - Parameter runs: the newest, newest first.
    /// - Returns: those that changed, oldest first; nothing at the first look.
    mutating func look(_ runs: [TaskRunRecord]) -> [TaskRunDocument] {
        let now = Dictionary(runs.map { ($0.number, $0.state) }, uniquingKeysWith: { first, _ in first })
        defer { known = now }
        guard let known else { return [] }
        return runs.reversed().filter { known[$0.number] != $0.state }.map { TaskRunDocument($0) }
    }
}
