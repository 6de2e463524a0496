/// A table of rows, and the statements that write and scan it.
struct StoredTable: Sendable {
    /// A column and its type.
    struct Column: Sendable {
        let name: String
        let type: PostgreSQLType
    }

    /// The columns' types in the order in which `BatchRows.put` gives them.
    let types: [PostgreSQLType]
    /// Copies rows into the table, which must not be there yet.
    let copy: String
    /// Inserts rows given as arrays, or replaces what is different; what is NULL replaces nothing. Gives for every
    /// series that was changed its number, the rows that are new and the rows that are different now.
    let upsert: Statement
    /// Reads what is stored in a range of keys, in their order.
    let scan: Statement

    /// - Parameters:
    ///   - series: SQL that gives the series' number of a row `c`.
    ///   - scan: the conditions and the order of the scan.
    init(
        _ name: String, schema: String, key: [Column], values: [Column], nullable: [Column], series: String,
        scan: String
    ) {
        let columns = key + values + nullable
        let names = columns.map(\.name).joined(separator: ", ")
        let table = "\(schema).\(name)"
        types = columns.map(\.type)
        copy = "COPY \(table) (\(names)) FROM STDIN (FORMAT binary)"
        self.scan = Statement("scan_\(name)", "SELECT \(names) FROM \(table) WHERE \(scan)")
        let changes =
            values.map { "\($0.name) = excluded.\($0.name)" }
            + nullable.map { "\($0.name) = coalesce(excluded.\($0.name), c.\($0.name))" }
        let differences =
            values.map { "c.\($0.name) IS DISTINCT FROM excluded.\($0.name)" }
            + nullable.map {
                "(excluded.\($0.name) IS NOT NULL AND c.\($0.name) IS DISTINCT FROM excluded.\($0.name))"
            }
        // A row that was inserted has no xmax; one that was replaced has been locked by this transaction.
        upsert = Statement(
            "upsert_\(name)",
            """
            WITH written AS (
                INSERT INTO \(table) AS c (\(names))
                SELECT * FROM unnest(\(columns.indices.map { "$\($0 + 1)" }.joined(separator: ", ")))
                ON CONFLICT (\(key.map(\.name).joined(separator: ", "))) DO UPDATE
                SET \(changes.joined(separator: ", ")) WHERE \(differences.joined(separator: " OR "))
                RETURNING \(series) AS series, c.xmax = 0 AS is_new)
            SELECT series, count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new)
            FROM written GROUP BY series
            """)
    }
}

/// The two tables of a schema.
struct StoredTables: Sendable {
    let candle: StoredTable
    let trade: StoredTable

    init(schema: String) {
        candle = CandleRows.table(schema: schema)
        trade = TradeRows.table(schema: schema)
    }
}
