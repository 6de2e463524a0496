/// What somebody may do; each may all that the ones before it may.
public enum Role: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Read rows, coverage, jobs.
    case read
    /// Start, pause, resume and cancel jobs, run tasks, fill gaps.
    case operate
    /// Everything; see the audit log.
    case admin

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether it allows less.
    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}
