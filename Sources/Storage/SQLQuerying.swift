/// A store that answers SQL. Read-only: anything that would write is refused with `badQuery`.
public protocol SQLQuerying: Sendable {
    /// Runs one statement and hands the rows on as they come.
    ///
    /// - Parameters:
    ///   - columns: called once with the names, before the first row.
    ///   - row: called for every row; return false to stop.
    func query(_ sql: String, columns: ([String]) throws -> Void, row: ([SQLValue]) throws -> Bool) throws
}

/// One value of an answer.
public enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}
