/// What became of the rows that an inspector saw.
public struct InspectionCount: Hashable, Sendable {
    /// Good rows, left in the batch.
    public var kept: Int
    /// Candles equal to the one before; taken out.
    public var duplicates: Int
    /// Rows that say "no trades in this interval"; taken out.
    public var noTrades: Int
    /// Rows that were refused; taken out, and in the log.
    public var rejected: Int

    /// Counts, zero unless given.
    public init(kept: Int = 0, duplicates: Int = 0, noTrades: Int = 0, rejected: Int = 0) {
        (self.kept, self.duplicates, self.noTrades, self.rejected) = (kept, duplicates, noTrades, rejected)
    }

    /// All rows that were seen.
    public var rows: Int { kept + duplicates + noTrades + rejected }

    /// Adds count by count.
    public static func += (left: inout InspectionCount, right: InspectionCount) {
        left.kept += right.kept
        left.duplicates += right.duplicates
        left.noTrades += right.noTrades
        left.rejected += right.rejected
    }
}
