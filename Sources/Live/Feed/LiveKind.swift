/// What an event tells of.
public enum LiveKind: String, Hashable, Sendable, CaseIterable {
    /// A job moved.
    case job
    /// New candles of a series.
    case candles
    /// New trades of a series.
    case trades
    /// What is missing of a history is another count than before.
    case gaps
    /// A task ran.
    case task
    /// An alert began or ended.
    case alert
}
