import MarketData
import Storage

/// The asset that a user means, of those that a ledger knows.
///
/// - Throws: `Failure` that says how to find it.
func knownAsset(_ ticker: String, in ledger: any Ledger) throws -> Asset {
    if let asset = WishOptions.asset(ticker, in: try ledger.assets()) { return asset }
    throw Failure("no asset is called '\(printable(ticker))'; candlewick asset list shows the ones there are")
}
