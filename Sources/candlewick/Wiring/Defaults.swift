import Ingestion
import MarketData

/// The files that `init` writes, embedded in the program.
enum Defaults {
    static let tiers = String(decoding: PackageResources.tiers_toml, as: UTF8.self)
    static let settings = String(decoding: PackageResources.candlewick_toml, as: UTF8.self)
}

extension TierList {
    /// Reads `[tiers] TIER1 = […]` and `[categories] STOCK = […]`.
    init(_ file: TOMLFile) throws {
        let tierNames = Tier.allCases.map(\.rawValue)
        let categoryNames = AssetCategory.allCases.map(\.rawValue)
        try file.allow(["tiers": tierNames, "categories": categoryNames])
        var tiers: [String: Tier] = [:]
        for tier in Tier.allCases {
            for ticker in try file.strings("tiers", tier.rawValue) ?? [] {
                if let other = tiers.updateValue(tier, forKey: ticker), other != tier {
                    throw Failure("\(file.path): \(ticker) is in \(other.rawValue) and in \(tier.rawValue); leave one")
                }
            }
        }
        var categories: [String: AssetCategory] = [:]
        for category in AssetCategory.allCases {
            for ticker in try file.strings("categories", category.rawValue) ?? [] { categories[ticker] = category }
        }
        self.init(tiers: tiers, categories: categories)
    }
}
