import QuestDBClient

/// A table as the store needs it.
struct TableShape: Sendable {
    /// Its name.
    let name: String
    /// Its columns; a table may have others as well.
    let columns: [Column]
    /// The columns that make two rows the same one; empty for a table that keeps every row.
    let keys: [String]
    /// When it is made.
    let partition: PartitionUnit

    struct Column: Hashable, Sendable {
        let name: String
        /// QuestDB's word for it.
        let type: String
    }

    /// The designated timestamp of every table.
    static let time = "time"

    init(_ name: String, _ columns: [(String, String)], keys: [String] = [], partition: PartitionUnit) {
        self.name = name
        self.columns = columns.map { Column(name: $0.0, type: $0.1) }
        self.keys = keys
        self.partition = partition
    }

    /// Makes the table unless there is one of its name.
    func creation() throws(QuestDBError) -> SQLText {
        var text: SQLText = try "CREATE TABLE IF NOT EXISTS \(name: name) ("
        for (index, column) in columns.enumerated() {
            let type = SQLText(verbatim: column.type)
            text = try index == 0 ? "\(text)\(name: column.name) \(type)" : "\(text), \(name: column.name) \(type)"
        }
        let unit = SQLText(verbatim: partition.rawValue)
        text = try "\(text)) TIMESTAMP(\(name: Self.time)) PARTITION BY \(unit) WAL"
        return keys.isEmpty ? text : "\(text) \(SQLText(verbatim: keysClause))"
    }

    /// `DEDUP UPSERT KEYS(…)`, as the server wants it at creation.
    private var keysClause: String { "DEDUP UPSERT KEYS(\(keys.joined(separator: ", ")))" }

    /// What a user types to give an existing table its keys.
    var keysStatement: String {
        "ALTER TABLE \(name) DEDUP ENABLE UPSERT KEYS(\(keys.joined(separator: ", ")))"
    }
}

extension TableShape {
    /// Candles; a row is known by time, asset, interval, source and quote currency.
    static func candles(_ names: TableNames, _ partition: PartitionUnit = .month) -> TableShape {
        TableShape(
            names.candles,
            [
                ("asset_id", "INT"), ("interval_minutes", "INT"), (time, "TIMESTAMP"), ("open", "DOUBLE"),
                ("high", "DOUBLE"), ("low", "DOUBLE"), ("close", "DOUBLE"), ("volume", "DOUBLE"),
                ("trade_count", "INT"), ("quote_currency", "SYMBOL"), ("source", "SYMBOL"),
            ],
            keys: [time, "asset_id", "interval_minutes", "source", "quote_currency"], partition: partition)
    }

    /// Trades; a row is known by time, asset, source, quote currency and ordinal.
    static func trades(_ names: TableNames, _ partition: PartitionUnit = .day) -> TableShape {
        TableShape(
            names.trades,
            [
                ("asset_id", "INT"), (time, "TIMESTAMP"), ("price", "DOUBLE"), ("volume", "DOUBLE"),
                ("quote_currency", "SYMBOL"), ("source", "SYMBOL"), ("ordinal", "INT"), ("trade_id", "LONG"),
                ("side", "SYMBOL"),
            ],
            keys: [time, "asset_id", "source", "quote_currency", "ordinal"], partition: partition)
    }

    /// Numbers of tickers. Without keys: all rows have the same time, so they stay in the order in which they
    /// came, and the first that names a number decides for everybody.
    static func assets(_ names: TableNames) -> TableShape {
        TableShape(
            names.assets, [("asset_id", "INT"), ("ticker", "SYMBOL"), (time, "TIMESTAMP")], partition: .year)
    }

    /// Who the store is. Without keys, for the same reason: the first row is its identity.
    static func store(_ names: TableNames) -> TableShape {
        TableShape(
            names.store, [("identity", "SYMBOL"), ("schema_version", "INT"), (time, "TIMESTAMP")], partition: .year)
    }
}
