import AdapterKit

/// Kraken's CSV downloads: candles ("OHLCVT") and trades ("time and sales").
///
/// https://support.kraken.com/articles/360047124832-downloadable-historical-ohlcvt-open-high-low-close-volume-trades-data
/// https://support.kraken.com/articles/360047543791-downloadable-historical-market-data-time-and-sales-
enum KrakenCSV: Adapter {
    typealias Session = KrakenSession

    /// The candle lengths of the dumps, in minutes. REST has others.
    static let minutes: [Int64] = [1, 5, 15, 30, 60, 240, 720, 1440]

    static let descriptor = Descriptor(
        id: "kraken-csv", name: "Kraken CSV dumps", version: "1.0.0", licence: "Apache-2.0",
        kinds: [.candles, .trades], transports: [.file], intervals: minutes.map { $0 * Nanoseconds.minute })

    static func identify(path: String) throws(AdapterFailure) -> Identity {
        try FileName(path).identity()
    }
}

/// The entry line.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    // The registration is AdapterKit's own object.
    unsafe adapterEntry(KrakenCSV.self)
}
