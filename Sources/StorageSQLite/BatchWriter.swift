import GRDB
import Storage

/// Stores a batch in two steps, within one transaction: compares it with what is stored, in one
/// pass over both, then writes what is new or different.
/// A value that is absent in the batch is neither a difference nor written over a stored one.
///
/// That way the counts are exact, an equal row costs only its reading, and where nothing is stored the
/// comparison ends at its first step. (The alternative, an upsert with a condition on every column,
/// does not say which of its changes were inserts, and takes almost twice as long for equal rows.)
struct BatchWriter<Rows: BatchRows> {
    let rows: Rows
    let db: Database

    /// Stored rows that are passed over one by one before the scan jumps to the next key of the batch.
    private let longestWalk = 32

    init(_ rows: Rows, _ db: Database) { (self.rows, self.db) = (rows, db) }

    /// Compares and writes. The caller's transaction began with the right to write, so that nobody
    /// changes rows between the steps.
    func write() throws -> WriteCount {
        let difference = try compare()
        let table = Rows.table
        try write(difference.changed, by: difference.lacks ? table.keeping : table.replacing)
        return difference.count
    }

    /// The rows that are new or different, whether one of them lacks what is stored, and the counts.
    private func compare() throws -> (changed: [Int], lacks: Bool, count: WriteCount) {
        var count = WriteCount()
        var lacks = false
        var changed: [Int] = []
        var row = 0
        var passed = 0
        let scan = try RowStatement(db, Rows.table.scan)
        defer { scan.reset() }
        try rows.bindScan(from: 0, to: scan)
        var isStored = try scan.step()
        while isStored, row < rows.count {
            switch rows.position(of: scan, against: row) {
            case .same:
                if rows.addsNothing(row, to: scan) {
                    count.unchanged += 1
                } else {
                    count.updated += 1
                    changed.append(row)
                    lacks = lacks || rows.lacks(row, of: scan)
                }
                row += 1
                passed = 0
                isStored = try scan.step()
            case .storedIsBehind:
                count.inserted += 1
                changed.append(row)
                row += 1
            case .storedIsBefore:
                passed += 1
                if passed == longestWalk {
                    passed = 0
                    scan.reset()
                    try rows.bindScan(from: row, to: scan)
                }
                isStored = try scan.step()
            }
        }
        count.inserted += rows.count - row
        changed.append(contentsOf: row..<rows.count)
        return (changed, lacks, count)
    }

    private func write(_ changed: [Int], by upsert: TableShape.Upsert) throws {
        var rest = changed[...]
        if rest.count >= TableShape.rowsAStatement {
            let many = try RowStatement(db, upsert.many)
            while rest.count >= TableShape.rowsAStatement {
                try run(many, rest.prefix(TableShape.rowsAStatement))
                rest = rest.dropFirst(TableShape.rowsAStatement)
            }
        }
        if rest.isEmpty { return }
        let one = try RowStatement(db, upsert.one)
        for index in rest.indices { try run(one, rest[index...index]) }
    }

    @inline(__always)
    private func run(_ statement: RowStatement, _ chosen: ArraySlice<Int>) throws {
        var failed: CInt = 0
        var parameter: CInt = 1
        for row in chosen {
            failed |= rows.bind(row, to: statement, from: parameter)
            parameter += CInt(truncatingIfNeeded: Rows.table.columns)
        }
        try statement.check(failed)
        defer { statement.reset() }
        // An upsert gives no rows.
        _ = try statement.step()
    }
}
