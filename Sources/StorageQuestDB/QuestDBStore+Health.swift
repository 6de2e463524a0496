import QuestDBClient
public import Storage

/// What there is to say about a store in QuestDB.
public struct QuestDBHealth: Hashable, Sendable {
    /// A table of the store.
    public struct Table: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// `MONTH`; what the table has, which need not be what the settings say.
        public var partitionUnit: String
        /// Rows that can be read.
        public var rows: Int64
        /// Whether the server has stopped applying its write-ahead log: it takes rows and does not show them.
        public var isSuspended: Bool
        /// Transactions taken and not shown yet.
        public var lag: Int64
        /// What the server says of the suspension, empty when there is none.
        public var error: String
    }

    /// What the server calls itself: `9.0.0`.
    public var serverVersion: String
    /// Which protocol rows travel by.
    public var wire: WireProtocol
    /// All tables of the store.
    public var tables: [Table]
    /// Rows of trades without an ordinal, from before that column was there: they are kept, and not read.
    public var tradesWithoutOrdinal: Int64
    /// Numbers of assets that rows have and `candlewick_asset` does not name, ascending: their rows are not listed.
    public var unnamedAssets: [Int64]
}

extension QuestDBStore {
    /// Looks at everything that can be wrong with the store. Reads the key columns of all rows.
    ///
    /// - Throws: `unreachable`, `denied`, `notOffered` for a protocol that the server does not offer.
    public func health() throws(StorageError) -> QuestDBHealth {
        let wire = try protocolInUse()
        let progress = try AppliedRows(tables.server, location).progress(of: tables.names.all)
        let map = try assets.read()
        return try translating(location) {
            let found = NamedRows(try tables.server.exec("SELECT * FROM tables()"))
            var units: [String: String] = [:]
            for row in found.rows {
                guard let name = found.value(row, "table_name", "name").string else { continue }
                units[name] = found.value(row, "partitionBy").string
            }
            let shown = try tables.names.all.map { name in
                let one = progress.first { $0.table == name }
                let rows = try tables.server.exec("SELECT count() FROM \(name: name)").rows.first?.first?.int64
                return QuestDBHealth.Table(
                    name: name, partitionUnit: units[name] ?? "", rows: rows ?? 0,
                    isSuspended: one?.isSuspended ?? false, lag: one.map { $0.taken - $0.applied } ?? 0,
                    error: one?.error ?? "")
            }
            let lacking = try tables.server.exec(
                "SELECT count() FROM \(name: tables.names.trades) WHERE ordinal IS NULL")
            let used = try tables.server.exec(
                """
                SELECT DISTINCT asset_id FROM \(name: tables.names.candles)
                UNION SELECT DISTINCT asset_id FROM \(name: tables.names.trades)
                """)
            let unnamed = used.rows.compactMap { $0.first?.int64 }.filter { number in
                map.tickers[Int32(truncatingIfNeeded: number)] == nil
            }
            return QuestDBHealth(
                serverVersion: serverVersion, wire: wire, tables: shown,
                tradesWithoutOrdinal: lacking.rows.first?.first?.int64 ?? 0, unnamedAssets: unnamed.sorted())
        }
    }
}
