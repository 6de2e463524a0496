public import Storage

extension QuestDBStore {
    /// Transactions that the server has taken and does not show yet, by table; one small question.
    ///
    /// - Throws: `unreachable`, `denied`.
    public func lags() throws(StorageError) -> [(table: String, transactions: Int64)] {
        try AppliedRows(tables.server, location).progress(of: tables.names.all).map {
            ($0.table, max(0, $0.taken - $0.applied))
        }
    }
}
