import MarketData
import Pipeline

/// A file whose candles do not open when its name says, or that goes from new to old: five-minute candles called a
/// day's. The few rows that fit by chance would be wrong, so none is kept.
///
/// Records that cannot be read, or whose values are wrong, say nothing about the name: the good rows among them are kept.
struct Misnamed: CustomStringConvertible {
    /// Fewer records than this say nothing.
    static let fewest = 20
    /// Of ten records more than so many do not fit.
    static let refusedOfTen = 9

    let description: String

    /// Nil where the first piece of a file looks as it should.
    init?(records: Int, _ rejects: RejectLog) {
        let misplaced = rejects.counts[.alignment, default: 0] + rejects.counts[.order, default: 0]
        guard records >= Self.fewest, misplaced * 10 > records * Self.refusedOfTen else { return nil }
        let first = rejects.rejects.first.map { "; line \($0.row): \($0.reason)" } ?? ""
        description =
            "\(misplaced) of the first \(records) records have times that do not fit, so nothing of it is kept: is it what "
            + "its name says?\(first)"
    }
}
