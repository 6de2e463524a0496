import MarketData

extension Series {
    /// Candles of a pair. The minutes have to be some.
    static func candles(
        _ base: String = "BTC", _ quote: String = "USD", minutes: Int = 1, source: String = "test"
    ) -> Series {
        guard let interval = Interval(minutes: minutes) else {
            preconditionFailure("no interval of \(minutes) minutes")
        }
        return Series(Instrument(base: base, quote: quote), .candles(interval), source: source)
    }

    /// Trades of a pair.
    static func trades(_ base: String = "BTC", _ quote: String = "USD", source: String = "test") -> Series {
        Series(Instrument(base: base, quote: quote), .trades, source: source)
    }
}
