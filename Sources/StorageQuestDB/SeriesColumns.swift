import MarketData

/// What the rows of a batch have by the place of their series: a small table instead of values in every row.
struct SeriesColumns: Sendable {
    /// Numbers of the base assets.
    var assets: [Int32] = []
    /// Whole minutes; 0 for trades.
    var minutes: [Int32] = []
    /// Quote currencies.
    var quotes: [String] = []
    /// Sources.
    var sources: [String] = []
    /// Whether all rows are of the one series, whatever their column `symbol` says.
    let isSingle: Bool

    init(isSingle: Bool) { self.isSingle = isSingle }

    var count: Int { assets.count }

    mutating func add(asset: Int32, minutes: Int32, quote: String, source: String) {
        assets.append(asset)
        self.minutes.append(minutes)
        quotes.append(quote)
        sources.append(source)
    }
}
