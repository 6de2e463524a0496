import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let assets: [LedgerCheck] = [
        LedgerCheck("assets-added", "An asset whose ticker is new is added; one that is known stays as it is") { run in
            let ledger = try run.ledger()
            let bitcoin = Asset(
                ticker: "BTC", name: "Bitcoin", category: .crypto, tier: .tier1, quoteCurrency: "USD",
                description: "the first", isActive: false)
            let both = [Asset(ticker: "ETH"), bitcoin]
            try expect(ledger.addAssets(both), equals: both, "the new ones of two new ones")
            let again = [Asset(ticker: "BTC"), Asset(ticker: "ADA"), Asset(ticker: "ADA", name: "second")]
            try expect(
                ledger.addAssets(again), equals: [Asset(ticker: "ADA")], "the new ones of three, the first twice")
            try expect(ledger.addAssets([]), equals: [], "the new ones of none")
            try expect(ledger.assets(), equals: [Asset(ticker: "ADA"), bitcoin, Asset(ticker: "ETH")], "all by ticker")
        },
        LedgerCheck("asset-set", "An asset is replaced in all but its ticker; of an unknown ticker that is told") {
            run in
            let ledger = try run.ledger()
            let changed = Asset(ticker: "ETH", name: "Ether", category: .stock, tier: .tier4, quoteCurrency: "EUR")
            try expect(ledger.setAsset(changed), equals: false, "setting an asset that is not there")
            try expect(ledger.assets(), equals: [], "the assets after that")
            _ = try ledger.addAssets([Asset(ticker: "ETH"), Asset(ticker: "ADA")])
            try expect(ledger.setAsset(changed), equals: true, "setting one that is there")
            try expect(ledger.assets(), equals: [Asset(ticker: "ADA"), changed], "the assets")
            try expect(ledger.setAsset(Asset(ticker: "ETH")), equals: true, "setting it back")
            try expect(ledger.assets(), equals: [Asset(ticker: "ADA"), Asset(ticker: "ETH")], "the assets, set back")
        },
        LedgerCheck("asset-words", "Every category and tier comes back, and absent ones as absent") { run in
            let ledger = try run.ledger()
            var assets: [Asset] = []
            for category in AssetCategory.allCases + [nil] {
                for tier in Tier.allCases {
                    assets.append(Asset(ticker: "A\(100 + assets.count)", category: category, tier: tier))
                }
            }
            try expect(ledger.addAssets(assets), equals: assets, "the new ones")
            try expect(ledger.assets(), equals: assets, "all by ticker")
        },
    ]
}
