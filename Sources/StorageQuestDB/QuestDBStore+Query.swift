import QuestDBClient
public import Storage

extension QuestDBStore: SQLQuerying {
    /// Runs one reading statement and hands its rows on as they come; memory does not grow with the answer.
    ///
    /// Allowed are SELECT, WITH, EXPLAIN, SHOW and functions that are tables, `wal_tables()`. The tables are
    /// `assetprice` and `trade` (docs/stores-questdb.md), tickers stand in `candlewick_asset`. Times come as text.
    /// - Throws: `StorageError.badQuery` for SQL that is wrong, is not exactly one statement, or does anything but read;
    ///   `CancellationError` when the task is cancelled; what the closures throw.
    public func query(
        _ sql: String, columns: ([String]) throws -> Void, row: ([Storage.SQLValue]) throws -> Bool
    ) throws {
        let statement: ReadingStatement
        do { statement = try ReadingStatement(sql) } catch { throw badQuery(error.message) }
        let text = SQLText(verbatim: statement.text)
        let types: [SQLColumn]
        do { types = try tables.server.columns(of: text) } catch { throw queryError(error) }
        try columns(types.map(\.name))
        // Thrown to end the answer early.
        struct Enough: Error {}
        do {
            try tables.rows(text) { fields in
                if Task.isCancelled { throw CancellationError() }
                var values: [Storage.SQLValue] = []
                values.reserveCapacity(types.count)
                for column in types { values.append(try Self.value(&fields, column.type)) }
                if try !row(values) { throw Enough() }
            }
        } catch is Enough {
            return
        } catch let error as QuestDBError {
            throw queryError(error)
        }
    }

    private static func value(_ row: inout SQLRow, _ type: String) throws(QuestDBError) -> Storage.SQLValue {
        switch type {
        case "BYTE", "SHORT", "INT", "LONG": try row.int64().map { .integer($0) } ?? .null
        case "FLOAT", "DOUBLE": try row.double().map { .real($0) } ?? .null
        case "BOOLEAN": try row.bool().map { .integer($0 ? 1 : 0) } ?? .null
        default: try row.text().map { .text($0) } ?? .null
        }
    }

    private func queryError(_ error: QuestDBError) -> StorageError {
        guard error.code == .badQuery else { return StorageError(error, at: location) }
        return badQuery(error.position.map { "\(error.message), at character \($0 + 1)" } ?? error.message)
    }

    private func badQuery(_ message: String) -> StorageError {
        StorageError(
            .badQuery, at: location, message,
            advice: "give one SELECT, as in: SELECT * FROM \(tables.names.candles) ORDER BY time DESC LIMIT 5")
    }
}
