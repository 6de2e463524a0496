/// Missing candles by the class of their gap.
public struct CandlesByClass: Hashable, Sendable {
    /// Nobody has been asked.
    public var notAsked: Int
    /// A source can give them now.
    public var fillable: Int
    /// Beyond every source's reach.
    public var sourceLimit: Int
    /// A source was asked and gave up.
    public var failed: Int
    /// The source wants another plan or credential.
    public var notEntitled: Int

    /// Counts of candles, none unless said.
    public init(notAsked: Int = 0, fillable: Int = 0, sourceLimit: Int = 0, failed: Int = 0, notEntitled: Int = 0) {
        self.notAsked = notAsked
        self.fillable = fillable
        self.sourceLimit = sourceLimit
        self.failed = failed
        self.notEntitled = notEntitled
    }

    /// All of them.
    public var total: Int { notAsked + fillable + sourceLimit + failed + notEntitled }

    /// The candles of a class; 0 for a state that is not a gap.
    public subscript(state: HistoryState) -> Int {
        switch state {
        case .covered, .noSessions, .suspect: 0
        case .notAsked: notAsked
        case .fillable: fillable
        case .sourceLimit: sourceLimit
        case .failed: failed
        case .notEntitled: notEntitled
        }
    }

    static func += (left: inout CandlesByClass, right: CandlesByClass) {
        left.notAsked += right.notAsked
        left.fillable += right.fillable
        left.sourceLimit += right.sourceLimit
        left.failed += right.failed
        left.notEntitled += right.notEntitled
    }
}

extension CandlesByClass: Encodable {
    private enum CodingKeys: String, CodingKey {
        case notAsked = "not_asked"
        case fillable
        case sourceLimit = "source_limit"
        case failed
        case notEntitled = "not_entitled"
    }
}
