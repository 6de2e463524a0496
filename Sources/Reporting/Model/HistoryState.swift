/// What can be said of a stretch of a history.
public enum HistoryState: String, Hashable, Sendable, CaseIterable, Encodable {
    /// A source has asserted it, and nothing speaks against it.
    case covered
    /// The market is closed: nothing is expected.
    case noSessions = "no_sessions"
    /// Asserted, and without rows against the evidence.
    case suspect
    /// Missing; a source can give it now.
    case fillable
    /// Missing; beyond the reach of every source: a file is needed.
    case sourceLimit = "source_limit"
    /// Missing; a source was asked and gave up.
    case failed
    /// Missing; the source wants another plan or credential for it.
    case notEntitled = "not_entitled"
    /// Missing; a source could have it, and something is in the way, or no source serves it.
    case notAsked = "not_asked"

    /// The classes of gaps, in the order in which they are told: what can be mended first.
    public static let gapClasses: [HistoryState] = [.fillable, .failed, .sourceLimit, .notEntitled, .notAsked]

    /// Whether something is missing.
    public var isGap: Bool {
        switch self {
        case .covered, .noSessions, .suspect: false
        case .fillable, .sourceLimit, .failed, .notEntitled, .notAsked: true
        }
    }

    /// The name for people: `source limit`.
    public var name: String {
        switch self {
        case .covered: "covered"
        case .noSessions: "no sessions"
        case .suspect: "suspect"
        case .fillable: "fillable"
        case .sourceLimit: "source limit"
        case .failed: "failed"
        case .notEntitled: "not entitled"
        case .notAsked: "not asked"
        }
    }

    /// What it means, as a sentence without its full stop.
    public var meaning: String {
        switch self {
        case .covered: "a source has asserted it"
        case .noSessions: "the market is closed, nothing is expected"
        case .suspect: "asserted, yet empty against the evidence"
        case .fillable: "a source can give it now"
        case .sourceLimit: "beyond every source's reach, a file is needed"
        case .failed: "a source was asked and gave up"
        case .notEntitled: "the source wants another plan or credential"
        case .notAsked:
            "a source could have it, and something is in the way (a key, a setting), or none serves it"
        }
    }

    /// Where several states meet in one place of a picture the highest is shown: trouble before rest.
    var rank: UInt8 {
        switch self {
        case .noSessions: 1
        case .covered: 2
        case .suspect: 3
        case .notAsked: 4
        case .sourceLimit: 5
        case .notEntitled: 6
        case .fillable: 7
        case .failed: 8
        }
    }

    /// The states by ascending rank, the lowest of rank 1.
    static let byRank = allCases.sorted { $0.rank < $1.rank }
}
