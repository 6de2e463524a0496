internal import GRDB
internal import GRDBSQLite
public import Storage

extension SQLiteStore: SQLQuerying {
    /// Runs one reading statement on a connection of its own, beside everybody else, and hands its rows on
    /// as they come; memory does not grow with the answer.
    ///
    /// For people there are the views `candles` (asset, quote, interval_minutes, source, time, open, high, low,
    /// close, volume, vwap, trades) and `trades` (asset, quote, source, time, price, volume, side, trade_id).
    /// - Throws: `StorageError.badQuery` for SQL that is wrong, not exactly one statement, has parameters, or
    ///   does anything but read; `CancellationError` when the task is cancelled; what the closures throw.
    public func query(
        _ sql: String, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Bool
    ) throws {
        let connection = try connectionForQuery()
        let statement = try prepared(sql, on: connection)
        try columns(statement.columnNames)
        while true {
            let values: [SQLValue]?
            do { values = try statement.next() } catch { throw queryError(error) }
            guard let values, try row(values) else { return }
        }
    }

    private func connectionForQuery() throws(StorageError) -> ReadingConnection {
        do {
            let connection = try ReadingConnection(address: database.address)
            try connection.restrictToReading()
            return connection
        } catch {
            throw StorageError(error, at: location)
        }
    }

    private func prepared(_ sql: String, on connection: borrowing ReadingConnection) throws -> QueryStatement {
        do { return try QueryStatement(sql, on: connection) } catch { throw queryError(error) }
    }

    private func queryError(_ error: any Error) -> any Error {
        switch error {
        case let error as BadQuery:
            badQuery(error.message)
        case let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT:
            CancellationError()
        case let error as DatabaseError where error.resultCode == .SQLITE_AUTH:
            badQuery("the statement does more than read (\(error.message ?? "not authorized"))")
        case let error as DatabaseError
        where [.SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_TOOBIG, .SQLITE_READONLY].contains(error.resultCode):
            badQuery(error.message ?? "SQLite refused it")
        default:
            StorageError(error, at: location)
        }
    }

    private func badQuery(_ message: String) -> StorageError {
        StorageError(
            .badQuery, at: location, message,
            advice: "give one SELECT, as in: SELECT * FROM candles WHERE asset = 'BTC' ORDER BY time DESC LIMIT 5")
    }
}

/// SQL that is not one reading statement.
struct BadQuery: Error {
    let message: String
}
