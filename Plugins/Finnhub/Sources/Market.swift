import AdapterKit

/// Which of Finnhub's markets: the word in its addresses.
enum Market: String {
    case stock
    case crypto
    case forex

    /// By the hub's category. Metals and oil are listed with the currencies. Nil without one.
    init?(category: String) {
        switch category {
        case "STOCK": self = .stock
        case "CRYPTO": self = .crypto
        case "CURRENCY", "COMMODITY": self = .forex
        default: return nil
        }
    }

    /// Those who quote currencies; whoever else is named before a colon trades crypto.
    private static let brokers = [
        "OANDA", "FXCM", "FOREX.COM", "IC MARKETS", "FXPIG", "FXPRO", "ICMTRADER", "PEPPERSTONE", "OCTAFX",
    ]

    /// By the form of a symbol: `AAPL`, `BINANCE:BTCUSDT`, `OANDA:EUR_USD`.
    init(symbol: String) {
        guard let colon = symbol.firstIndex(of: ":") else {
            self = .stock
            return
        }
        self = Market.brokers.contains(symbol[..<colon].uppercased()) ? .forex : .crypto
    }
}

/// Finnhub's name of an instrument.
struct Ticker {
    let market: Market
    let symbol: String

    /// The query's symbol, or what its base, quote and category make, with the exchange from the settings.
    init(_ query: Query) throws(AdapterFailure) {
        if !query.symbol.isEmpty {
            symbol = query.symbol
            market = Market(category: query.category) ?? Market(symbol: query.symbol)
            return
        }
        guard !query.base.isEmpty, let market = Market(category: query.category) else {
            throw AdapterFailure(
                .invalidQuery,
                "'\(query.base)' of category '\(query.category)' tells no symbol of Finnhub's; give a category (STOCK, "
                    + "CRYPTO, CURRENCY, COMMODITY) or a symbol like AAPL, BINANCE:BTCUSDT, OANDA:EUR_USD")
        }
        let quote = query.quote.isEmpty ? "USD" : query.quote
        self.market = market
        symbol =
            switch market {
            case .stock: query.base
            case .crypto: "\(Exchange.crypto(query)):\(query.base)\(quote)"
            case .forex: "\(Exchange.forex(query)):\(query.base)_\(quote)"
            }
    }
}

/// The adapter's settings: which exchange is meant where the query does not say.
enum Exchange {
    static func stock(_ query: Query) -> String { query.settings["stock-exchange"] ?? "US" }
    static func crypto(_ query: Query) -> String { query.settings["crypto-exchange"] ?? "BINANCE" }
    static func forex(_ query: Query) -> String { query.settings["forex-exchange"] ?? "OANDA" }
}
