import MarketData
import Storage

/// The rows of a batch as rows of their table: what `BatchWriter` needs to know of them.
protocol BatchRows {
    /// Rows in the batch.
    var count: Int { get }
    /// The place of a row's series in the list that came with the batch.
    func place(_ row: Int) -> Int
    /// Why rows of one series cannot be stored, nil when they can; in this order they have to ascend.
    func firstProblem(in rows: [Int]) -> String?
    /// Whether a row's key is behind that of a row of another batch; both rows are of one series.
    func isBehind(_ other: Self, _ otherRow: Int, _ row: Int) -> Bool
    /// Gives the columns of a row in the table's order.
    func put(_ row: Int, series: Int64, into sink: some FieldSink)
    /// The values of the scan of what is stored between two rows, at most `limit` rows of it.
    func scan(from first: Int, to last: Int, series: Int64, limit: Int) -> [Parameter]
    /// Where a stored row stands against a row of the batch.
    func position(of stored: borrowing StatementResult, _ index: Int, against row: Int, series: Int64) -> KeyOrder
    /// Whether a stored row of the same key has every value that the batch's row has. What is absent in
    /// the batch's row says nothing against what is stored.
    func addsNothing(_ row: Int, to stored: borrowing StatementResult, _ index: Int) -> Bool
}

/// The order of a stored key and a batch's key.
enum KeyOrder {
    case storedIsBefore
    case same
    case storedIsBehind
}

/// Whether a value is absent (NaN) or the one that is stored.
@inline(__always)
func isAbsentOrSame(_ value: Double, _ stored: Double) -> Bool { value == stored || value.isNaN }

/// Whether a number is absent (-1) or the one that is stored.
@inline(__always)
func isAbsentOrSame(_ value: Int64, _ stored: Int64) -> Bool { value == stored || value == -1 }
