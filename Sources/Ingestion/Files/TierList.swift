public import MarketData

/// The user's lists: how much each asset matters and what sort of thing it is.
public struct TierList: Hashable, Sendable {
    private let tiers: [String: Tier]
    private let categories: [String: AssetCategory]

    /// Lists by ticker. An asset that stands in no list is TIER4, and CRYPTO unless said otherwise.
    public init(tiers: [String: Tier], categories: [String: AssetCategory]) {
        self.tiers = tiers
        self.categories = categories
    }

    /// The tier of an asset.
    public func tier(of ticker: String) -> Tier { tiers[ticker] ?? .tier4 }

    /// What sort of thing an asset is, nil where no list says so; the tiers are lists of crypto.
    public func category(of ticker: String) -> AssetCategory? {
        categories[ticker] ?? (tiers[ticker] == nil ? nil : .crypto)
    }

    /// What is known of an asset that is met for the first time.
    public func asset(_ instrument: Instrument) -> Asset {
        Asset(
            ticker: instrument.base, category: categories[instrument.base] ?? .crypto, tier: tier(of: instrument.base),
            quoteCurrency: instrument.quote)
    }
}
