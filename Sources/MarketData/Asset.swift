/// What sort of thing an asset is.
public enum AssetCategory: String, Hashable, Sendable, CaseIterable {
    case stock = "STOCK"
    case crypto = "CRYPTO"
    case commodity = "COMMODITY"
    case currency = "CURRENCY"
}

/// How much an asset matters to the user; the lists are data (`TierList`).
public enum Tier: String, Hashable, Sendable, CaseIterable {
    case tier1 = "TIER1"
    case tier2 = "TIER2"
    case tier3 = "TIER3"
    case tier4 = "TIER4"
    case unclassified = "UNCLASSIFIED"
}

/// Something that has a price.
public struct Asset: Hashable, Sendable {
    /// The hub's name of it, unique: `BTC`.
    public var ticker: String
    /// For people; empty when nobody said.
    public var name: String
    /// Nil when nobody said.
    public var category: AssetCategory?
    /// How much it matters.
    public var tier: Tier
    /// The currency it is usually priced in, nil when nobody said.
    public var quoteCurrency: String?
    /// For people.
    public var description: String
    /// Whether jobs over all assets take it.
    public var isActive: Bool

    /// An asset of which little more than the ticker needs to be known.
    public init(
        ticker: String, name: String = "", category: AssetCategory? = nil, tier: Tier = .unclassified,
        quoteCurrency: String? = nil, description: String = "", isActive: Bool = true
    ) {
        self.ticker = ticker
        self.name = name
        self.category = category
        self.tier = tier
        self.quoteCurrency = quoteCurrency
        self.description = description
        self.isActive = isActive
    }
}
