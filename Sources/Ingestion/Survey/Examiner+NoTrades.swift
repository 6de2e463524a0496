import Coverage
public import MarketData
public import Storage

extension Examiner {
    /// Where an asset's candles have no rows inside what was asserted and nothing speaks against it, counted from the
    /// rows as they are now: of each series the runs of such candles, by the series' names. Notes nothing.
    public func noTrades(
        of asset: Asset, in range: TimeRange
    ) throws(StorageError) -> [(series: Series, runs: RangeSet)] {
        let shelf = try shelf(try store.identity(), [asset.ticker: asset], base: asset.ticker)
        try store.awaitVisible()
        let calendar = TradingCalendar.calendar(for: asset.category)
        var all: [(series: Series, runs: RangeSet)] = []
        for (series, covered) in shelf.covered.sorted(by: { "\($0.key)" < "\($1.key)" }) where series.kind != .trades {
            let judged = covered.intersection(RangeSet([range]))
            var runs: [TimeRange] = []
            try eachReport(Task(series: series, covered: covered, pending: judged), shelf, calendar) { report in
                runs += report.noTrades
            }
            all.append((series, RangeSet(runs)))
        }
        return all
    }
}
