import GRDB
import MarketData
import Storage

/// The table `series`: numbers for series, which candles and trades carry instead of names.
enum SeriesTable {
    /// The number of a series, nil when nothing was ever stored for it.
    static func number(of series: Series, _ db: Database) throws -> Int64? {
        let statement = try db.cachedStatement(
            sql: "SELECT id FROM series WHERE base = ? AND quote = ? AND interval_ns = ? AND source = ?")
        return try Int64.fetchOne(statement, arguments: arguments(of: series))
    }

    /// The number of a series, a new one when there is none. Within a transaction.
    static func numberOrNew(of series: Series, _ db: Database) throws -> Int64 {
        if let number = try number(of: series, db) { return number }
        try db.cachedStatement(sql: "INSERT INTO series (base, quote, interval_ns, source) VALUES (?, ?, ?, ?)")
            .execute(arguments: arguments(of: series))
        return db.lastInsertedRowID
    }

    /// All series with their numbers.
    static func all(_ db: Database) throws -> [(number: Int64, series: Series)] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, base, quote, interval_ns, source FROM series")
        return try rows.map { row in
            let instrument = Instrument(base: row["base"], quote: row["quote"])
            return (row["id"], Series(instrument, try kind(nanoseconds: row["interval_ns"]), source: row["source"]))
        }
    }

    /// How a kind is stored: the interval's nanoseconds, 0 for trades.
    static func nanoseconds(of kind: SeriesKind) -> Int64 { kind.interval?.nanoseconds ?? 0 }

    /// The kind that is stored as this number.
    static func kind(nanoseconds: Int64) throws -> SeriesKind {
        if nanoseconds == 0 { return .trades }
        guard let interval = Interval(nanoseconds: nanoseconds) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a series has an interval of \(nanoseconds) ns")
        }
        return .candles(interval)
    }

    private static func arguments(of series: Series) -> StatementArguments {
        [series.instrument.base, series.instrument.quote, nanoseconds(of: series.kind), series.source]
    }
}
