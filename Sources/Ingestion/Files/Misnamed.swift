import MarketData
import Pipeline

/// A file whose beginning is mostly refused is not what its name says: five-minute candles called a day's, or
/// rows from new to old. The few rows that fit by chance would be wrong, so none is kept.
struct Misnamed: CustomStringConvertible {
    /// Fewer records than this say nothing.
    static let fewest = 20
    /// Of ten records more than so many are refused.
    static let refusedOfTen = 9

    let description: String

    /// Nil where the first piece of a file looks as it should.
    init?(_ tally: InspectionTally, good: Int, _ rejects: RejectLog) {
        let records = tally.duplicates + tally.noTrades + tally.rejected + good
        guard records >= Self.fewest, tally.rejected * 10 > records * Self.refusedOfTen else { return nil }
        let first = rejects.rejects.first.map { "; line \($0.row): \($0.reason)" } ?? ""
        description =
            "\(tally.rejected) of the first \(records) records refused, so nothing of it is kept: is it what its name "
            + "says?\(first)"
    }
}
