import AdapterKit

/// Which of Massive's markets, and what is particular to it.
enum Market: String {
    case stocks
    case crypto
    case fx

    /// The hub's word for it.
    var category: String {
        switch self {
        case .stocks: "STOCK"
        case .crypto: "CRYPTO"
        case .fx: "CURRENCY"
        }
    }

    /// By the hub's word; nil for another.
    init?(category: String) {
        switch category {
        case "STOCK": self = .stocks
        case "CRYPTO": self = .crypto
        case "CURRENCY": self = .fx
        default: return nil
        }
    }

    /// `us` or `global`, as addresses have it.
    var locale: String { self == .stocks ? "us" : "global" }

    /// The first day for which Massive has anything.
    var firstDay: CalendarDay { CalendarDay(number: self == .stocks ? 12_305 : 14_245) }

    /// The day that holds an instant: New York's for stocks, UTC's for the others.
    func day(holding time: Int64) -> CalendarDay {
        self == .stocks ? NewYorkDay.day(holding: time) : CalendarDay(holding: time)
    }

    /// Its first instant, nanoseconds UTC.
    func start(of day: CalendarDay) -> Int64 { self == .stocks ? NewYorkDay.start(of: day) : day.start }

    /// The moment up to which all candles of that length that open before it are closed at `time`.
    ///
    /// Where the long intervals of a stock's day begin moves with New York's clock: there, one length is kept back.
    func settled(_ interval: Int64, at time: Int64) -> Int64 {
        if interval == Nanoseconds.day { return start(of: day(holding: time)) }
        let last = self == .stocks && interval > Nanoseconds.hour ? time - interval : time
        return last - ((last % interval) + interval) % interval
    }

    /// When the candle that opens then is closed: a day of New York has 23, 24 or 25 hours.
    func close(_ interval: Int64, openedAt time: Int64) -> Int64 {
        interval == Nanoseconds.day ? start(of: day(holding: time).adding(1)) : time + interval
    }
}

/// Massive's name of an instrument.
struct Ticker {
    let market: Market
    /// As aggregates have it: `AAPL`, `X:BTCUSD`, `C:EURUSD`.
    let name: String
    /// As trades have it: `AAPL`, `X:BTC-USD`.
    let tradesName: String

    /// The query's symbol, or what its base, quote and category make. Throws `invalidQuery` when these tell no ticker.
    init(_ query: Query) throws(AdapterFailure) {
        let quote = query.quote.isEmpty ? "USD" : query.quote
        if query.symbol.isEmpty {
            guard !query.base.isEmpty, let market = Market(category: query.category) else {
                throw AdapterFailure(
                    .invalidQuery,
                    "'\(query.base)' of category '\(query.category)' tells no ticker of Massive's; give a category "
                        + "(STOCK, CRYPTO, CURRENCY) or a symbol like AAPL, X:BTCUSD, C:EURUSD")
            }
            self.init(market, base: query.base, quote: quote)
            return
        }
        let symbol = query.symbol
        guard symbol.utf8.count >= 2, symbol.dropFirst().first == ":" else {
            self.init(.stocks, base: symbol, quote: quote)
            return
        }
        let pair = symbol.dropFirst(2)
        guard let market: Market = symbol.first == "X" ? .crypto : symbol.first == "C" ? .fx : nil, !pair.isEmpty else {
            throw AdapterFailure(
                .invalidQuery, "\(symbol): only stocks (AAPL), crypto (X:BTCUSD) and currencies (C:EURUSD) are read")
        }
        if let dash = pair.firstIndex(of: "-") {
            self.init(market, base: String(pair[..<dash]), quote: String(pair[pair.index(after: dash)...]))
            return
        }
        // The query's quote ends the pair, or else its last three letters do.
        let length = pair.hasSuffix(quote) && pair.count > quote.count ? quote.count : 3
        self.init(market, base: String(pair.dropLast(length)), quote: String(pair.suffix(length)))
    }

    /// `BTC/USD` for `X:BTCUSD`: quotes have three letters, and the coins that stand for the dollar four. What is too short
    /// for a pair stays as it is.
    static func instrument(of ticker: String) -> String {
        let pair = ticker.dropFirst(2)
        guard ticker.dropFirst().first == ":", pair.utf8.count > 3 else { return ticker }
        let length = ["USDT", "USDC"].contains(pair.suffix(4)) && pair.utf8.count > 4 ? 4 : 3
        return "\(pair.dropLast(length))/\(pair.suffix(length))"
    }

    private init(_ market: Market, base: String, quote: String) {
        self.market = market
        switch market {
        case .stocks: (name, tradesName) = (base, base)
        case .crypto: (name, tradesName) = ("X:\(base)\(quote)", "X:\(base)-\(quote)")
        case .fx: (name, tradesName) = ("C:\(base)\(quote)", "C:\(base)-\(quote)")
        }
    }
}
