public import MarketData
public import Storage

/// What the hub knows besides the rows, in PostgreSQL. See `Ledger` for what each call promises.
///
/// PostgreSQL keeps no zero character in a text: where the hub has one, U+2400 is kept for it.
public struct PostgreSQLLedger: Ledger {
    let database: PostgreSQLDatabase

    /// The ledger in a database that is open.
    public init(_ database: PostgreSQLDatabase) { self.database = database }

    /// The address, without secrets.
    public var location: String { database.location }

    var schema: String { database.settings.schema }

    /// Adds assets whose ticker is new, in one transaction, and returns these.
    public func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset] {
        if assets.isEmpty { return [] }
        return try database.write { connection, _ in
            try assets.filter { asset in
                let result = try connection.run(
                    Statement(
                        "add_asset",
                        """
                        INSERT INTO \(schema).asset (name, category, tier, quote_currency, description, is_active, ticker)
                        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (ticker) DO NOTHING
                        """), parameters(of: asset))
                return result.affected == 1
            }
        }
    }

    /// Replaces what is known of an asset. False when there is none of that ticker.
    public func setAsset(_ asset: Asset) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            let result = try connection.run(
                Statement(
                    "set_asset",
                    """
                    UPDATE \(schema).asset SET name = $1, category = $2, tier = $3, quote_currency = $4,
                        description = $5, is_active = $6 WHERE ticker = $7
                    """), parameters(of: asset))
            return result.affected == 1
        }
    }

    /// All assets by ticker.
    public func assets() throws(StorageError) -> [Asset] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "assets",
                    """
                    SELECT ticker, name, category, tier, quote_currency, description, is_active
                    FROM \(schema).asset ORDER BY ticker
                    """))
            return try (0..<found.count).map { row in
                Asset(
                    ticker: found.text(row, 0), name: found.text(row, 1),
                    category: try found.optionalText(row, 2).map { try word($0, "category") },
                    tier: try word(found.text(row, 3), "tier"), quoteCurrency: found.optionalText(row, 4),
                    description: found.text(row, 5), isActive: found.bool(row, 6))
            }
        }
    }

    private func parameters(of asset: Asset) -> [Parameter] {
        [
            .words(asset.name), .words(asset.category?.rawValue), .words(asset.tier.rawValue),
            .words(asset.quoteCurrency), .words(asset.description), .bool(asset.isActive), .words(asset.ticker),
        ]
    }
}

/// A word of a fixed list.
func word<Word: RawRepresentable>(
    _ text: String, _ what: String
) throws(ServerFailure) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
        throw ServerFailure(state: "XX001", "\(text) is no \(what) that this candlewick knows")
    }
    return word
}
