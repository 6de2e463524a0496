extension QuestDBServer {
    /// The columns that a query gives, with their types, which a stream of rows does not name.
    ///
    /// The server runs the query as far as its first row.
    /// - Throws: as `exec`.
    public func columns(of sql: SQLText, timeout: Duration? = nil) throws(QuestDBError) -> [SQLColumn] {
        try reply(to: sql, rows: 1, timeout: timeout).columns
    }
}
