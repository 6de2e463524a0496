import GRDB
import Storage

/// The rows of a batch as rows of one series in their table: what `BatchWriter` needs to know of them.
protocol BatchRows {
    /// The table and its columns.
    static var table: TableShape { get }
    /// Rows in the batch; their keys ascend strictly.
    var count: Int { get }
    /// Binds the scan of what is stored to the keys from that of `row` to that of the last row.
    func bindScan(from row: Int, to scan: RowStatement) throws
    /// Where the stored row stands against a row of the batch.
    func position(of stored: RowStatement, against row: Int) -> KeyOrder
    /// Whether a stored row of the same key has every value that the batch's row has. What is absent in
    /// the batch's row says nothing against what is stored.
    func addsNothing(_ row: Int, to stored: RowStatement) -> Bool
    /// Whether a stored row of the same key has a value that is absent in the batch's row.
    func lacks(_ row: Int, of stored: RowStatement) -> Bool
    /// Binds the columns of a row to parameters from `first` on; SQLite's codes or-ed together.
    func bind(_ row: Int, to statement: RowStatement, from first: CInt) -> CInt
}

/// The order of a stored key and a batch's key.
enum KeyOrder {
    case storedIsBefore
    case same
    case storedIsBehind
}

/// A table of rows, and the statements that write and scan it.
struct TableShape {
    /// How many columns a row binds.
    let columns: Int
    /// Writes rows: inserts them or replaces what their keys have.
    let replacing: Upsert
    /// Likewise, and keeps what is stored where a new value is NULL. 3 to 5 % slower where rows are replaced.
    let keeping: Upsert
    /// Reads what is stored in a range of keys, in their order.
    let scan: String

    /// Rows that one statement writes. More gain nothing; 16 write 7 % slower, 1 writes 30 % slower.
    static let rowsAStatement = 64

    /// A statement for one row, and one for `rowsAStatement` rows.
    struct Upsert {
        let one: String
        let many: String
    }

    /// A row is bound in the order key, values, nullable.
    init(name: String, key: [String], values: [String], nullable: [String], scan: String) {
        let columns = key + values + nullable
        func upsert(rows: Int, changes: [String]) -> String {
            let row = "(" + columns.map { _ in "?" }.joined(separator: ",") + ")"
            return "INSERT INTO \(name) (\(columns.joined(separator: ","))) VALUES "
                + repeatElement(row, count: rows).joined(separator: ",")
                + " ON CONFLICT (\(key.joined(separator: ","))) DO UPDATE SET "
                + changes.joined(separator: ", ")
        }
        func upsert(_ changes: [String]) -> Upsert {
            Upsert(
                one: upsert(rows: 1, changes: changes), many: upsert(rows: Self.rowsAStatement, changes: changes))
        }
        self.columns = columns.count
        replacing = upsert((values + nullable).map { "\($0) = excluded.\($0)" })
        keeping = upsert(
            values.map { "\($0) = excluded.\($0)" }
                // The bare name is the stored value.
                + nullable.map { "\($0) = COALESCE(excluded.\($0), \($0))" })
        self.scan = scan
    }
}
