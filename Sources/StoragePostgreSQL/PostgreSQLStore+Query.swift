public import Storage

extension PostgreSQLStore: SQLQuerying {
    /// Rows that are fetched at once.
    private static let rowsAtOnce = 1000

    /// Runs one reading statement on a connection of its own, beside everybody else, and hands its rows on as they
    /// come; memory does not grow with the answer.
    ///
    /// For people there are the views `candles` (asset, quote, interval_minutes, source, time, open, high, low,
    /// close, volume, vwap, trades) and `trades` (asset, quote, source, time, price, volume, side, trade_id, time_ns).
    /// The statement may be what a cursor can be declared for: SELECT, VALUES, TABLE, WITH. It runs in a read-only
    /// transaction with the rights of the store's user. Times come as RFC 3339 text.
    /// - Throws: `StorageError.badQuery` for SQL that is wrong, not exactly one statement, has parameters, or
    ///   does anything but read; `busy` where it takes longer than `statementTimeout`; `CancellationError` when the
    ///   task is cancelled; what the closures throw.
    public func query(
        _ sql: String, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Bool
    ) throws {
        if sql.utf8.contains(0) { throw badQuery("there is a zero byte in the query") }
        let connection = try opened()
        // What a cursor can be declared for does nothing but read; the server parses it as one statement.
        _ = try answer(connection, "DECLARE answer NO SCROLL CURSOR FOR \(sql)")
        var isFirst = true
        while true {
            let rows = try answer(connection, "FETCH FORWARD \(Self.rowsAtOnce) FROM answer")
            if isFirst { try columns((0..<rows.columns).map { rows.name($0) }) }
            isFirst = false
            for index in 0..<rows.count {
                guard try row((0..<rows.columns).map { rows.value(index, $0) }) else { return }
            }
            if rows.count < Self.rowsAtOnce { return }
        }
    }

    private func answer(_ connection: ServerConnection, _ sql: String) throws -> StatementResult {
        do { return try connection.runUnlessCancelled(sql) } catch { throw queryError(error) }
    }

    /// A connection with a read-only transaction, which ends with it.
    private func opened() throws(StorageError) -> ServerConnection {
        try database.requireSchema()
        do {
            let connection = try ServerConnection(
                database.address, database.settings, until: .now + database.settings.patience)
            try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            // From the first snapshot on nobody can make the transaction a writing one.
            try connection.run("SELECT 1")
            return connection
        } catch {
            throw StorageError(error, at: location)
        }
    }

    private func queryError(_ failure: ServerFailure) -> any Error {
        if failure.state == "57014", Task.isCancelled { return CancellationError() }
        // Classes of SQLSTATE: data, transaction state, cursors, syntax and rules, features, schemas, protocol.
        let isTheirs = ["22", "25", "34", "42", "0A", "3F", "08P", "21", "2F", "38", "39", "P0", "54"].contains {
            failure.state.hasPrefix($0)
        }
        return isTheirs && failure.state != "42501" && !failure.isConnectionLost
            ? badQuery(failure.message) : StorageError(failure, at: location)
    }

    private func badQuery(_ message: String) -> StorageError {
        StorageError(
            .badQuery, at: location, message,
            advice: "give one SELECT, as in: SELECT * FROM candles WHERE asset = 'BTC' ORDER BY time DESC LIMIT 5")
    }
}
