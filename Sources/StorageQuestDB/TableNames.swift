import Storage

/// The names of the tables, checked.
struct TableNames: Hashable, Sendable {
    /// Candles.
    let candles: String
    /// Trades.
    let trades: String
    /// Which number is which ticker.
    let assets: String
    /// Which store this is, and its schema.
    let store: String

    /// All of them, the one that says that the others are there last.
    var all: [String] { [candles, trades, assets, store] }

    private static let longestPrefix = 60

    init(prefix: String, at location: String) throws(StorageError) {
        let isName = prefix.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        let startsWithDigit = prefix.utf8.first.map { (0x30...0x39).contains($0) } ?? false
        guard isName, !startsWithDigit, prefix.utf8.count <= Self.longestPrefix else {
            throw StorageError(
                .other, at: location, "'\(prefix)' cannot begin a table's name",
                advice: "use at most \(Self.longestPrefix) lower-case letters, digits and _, no digit first")
        }
        candles = prefix + "assetprice"
        trades = prefix + "trade"
        assets = prefix + "candlewick_asset"
        store = prefix + "candlewick_store"
    }
}
