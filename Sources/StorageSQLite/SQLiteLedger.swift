internal import GRDB
public import MarketData
public import Storage

/// What the hub knows besides the rows, in an SQLite file. See `Ledger` for what each call promises.
public struct SQLiteLedger: Ledger {
    let database: SQLiteDatabase

    /// The ledger in a database that is open.
    public init(_ database: SQLiteDatabase) { self.database = database }

    /// `sqlite:PATH`.
    public var location: String { database.location }

    /// Adds assets whose ticker is new, in one transaction, and returns these.
    public func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset] {
        if assets.isEmpty { return [] }
        return try database.write { db in
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO asset (name, category, tier, quote_currency, description, is_active, ticker)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ticker) DO NOTHING
                    """)
            return try assets.filter { asset in
                try statement.execute(arguments: arguments(of: asset))
                return db.changesCount == 1
            }
        }
    }

    /// Replaces what is known of an asset. False when there is none of that ticker.
    public func setAsset(_ asset: Asset) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE asset SET name = ?, category = ?, tier = ?, quote_currency = ?, description = ?,
                        is_active = ? WHERE ticker = ?
                    """,
                arguments: arguments(of: asset))
            return db.changesCount == 1
        }
    }

    /// All assets by ticker.
    public func assets() throws(StorageError) -> [Asset] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM asset ORDER BY ticker").map { row in
                Asset(
                    ticker: row["ticker"], name: row["name"],
                    category: try row.word("category"), tier: try row.word("tier"),
                    quoteCurrency: row["quote_currency"], description: row["description"],
                    isActive: row["is_active"])
            }
        }
    }

    private func arguments(of asset: Asset) -> StatementArguments {
        [
            asset.name, asset.category?.rawValue, asset.tier.rawValue, asset.quoteCurrency, asset.description,
            asset.isActive, asset.ticker,
        ]
    }
}
