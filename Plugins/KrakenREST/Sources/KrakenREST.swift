import AdapterKit

/// Kraken's public REST API: candles, trades, instruments.
///
/// https://docs.kraken.com/api-reference/market-data/get-ohlc-data
enum KrakenREST: Adapter {
    typealias Session = KrakenSession

    /// The candle lengths that the API has, in minutes. The CSV dumps have others.
    static let minutes: [Int64] = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]

    static let descriptor: Descriptor = {
        var descriptor = Descriptor(
            id: "kraken-rest", name: "Kraken REST", version: "1.0.0", licence: "Apache-2.0",
            kinds: [.candles, .trades, .instruments], transports: [.http],
            intervals: minutes.map { $0 * Nanoseconds.minute })
        descriptor.hosts = ["api.kraken.com"]
        descriptor.rowsPerReply = TradeWalk.rowsPerPage
        descriptor.reachRows = 720
        descriptor.requestsPerMinute = 60
        return descriptor
    }()
}

/// The entry line.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    // The registration is AdapterKit's own object.
    unsafe adapterEntry(KrakenREST.self)
}
