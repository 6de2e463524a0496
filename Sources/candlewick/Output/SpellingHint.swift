import MarketData
import Storage

/// `; there is BTC` behind a message about an asset that only its letters' case keeps from being found.
func spellingHint(_ asset: String?, in store: any TimeSeriesStore) throws(StorageError) -> String {
    guard let asset else { return "" }
    let names = Set(try store.series(matching: SeriesFilter()).map(\.series.instrument.base))
    guard !names.contains(asset), names.contains(asset.uppercased()) else { return "" }
    return "; there is \(asset.uppercased())"
}
