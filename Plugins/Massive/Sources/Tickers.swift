import AdapterKit
import AdapterKitJSON

/// What Massive has: `/v3/reference/tickers`, by market, symbol or words.
struct Tickers: MassiveSource {
    private let market: Market?
    private let symbol: String
    private let words: String
    private let host: Host

    init(_ query: Query, _ host: Host) throws(AdapterFailure) {
        market = Market(category: query.category)
        guard market != nil || query.category.isEmpty else {
            throw AdapterFailure(.invalidQuery, "Massive has no tickers of the category \(query.category)")
        }
        symbol = query.symbol
        words = query.base
        self.host = host
    }

    let path = "/v3/reference/tickers"
    let start: Int64 = 0

    /// There is no range: one walk.
    func piece(from start: Int64) -> Range<Int64>? { start == 0 ? 0..<1 : nil }

    func address(of piece: Range<Int64>) -> HTTPAddress {
        var address = HTTPAddress("v3", "reference", "tickers")
        if let market { address.add("market", market.rawValue) }
        if !symbol.isEmpty { address.add("ticker", symbol) } else if !words.isEmpty { address.add("search", words) }
        address.add("active", "true")
        address.add("order", "asc")
        address.add("sort", "ticker")
        address.add("limit", "1000")
        return address
    }

    func isImmutable(_ piece: Range<Int64>) -> Bool { false }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Instrument> {
        try JSONPage<Instrument>(results: root) { (record, row) throws(JSONError) in
            let ticker = try record.string("ticker")
            guard !ticker.isEmpty else {
                throw try record.member("ticker").wrong(name: "ticker", expected: "a ticker", .text)
            }
            let market = try record.optionalString("market") ?? ""
            let isPair = market == "crypto" || market == "fx"
            // A pair's currencies have symbols; a stock's quote is the currency that it is paid in.
            let quote = try record.optionalString(isPair ? "currency_symbol" : "currency_name") ?? ""
            return Instrument(
                symbol: host.intern(ticker),
                base: host.intern(isPair ? try record.optionalString("base_currency_symbol") ?? "" : ticker),
                quote: host.intern(quote.uppercased()), name: host.intern(try record.optionalString("name") ?? ""),
                category: host.intern(Tickers.category(of: market)), isActive: record["active"]?.bool, row: row,
                position: Int64(record.position))
        }
    }

    /// The hub's word, empty for a market that it has none for (indices).
    private static func category(of market: String) -> String {
        market == "otc" ? Market.stocks.category : Market(rawValue: market)?.category ?? ""
    }
}
