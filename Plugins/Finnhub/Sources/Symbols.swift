import AdapterKit
import AdapterKitJSON

/// What Finnhub has: `/api/v1/search` for words, `/api/v1/…/symbol` for all of an exchange.
struct Symbols: JSONSource {
    let name = "Finnhub"
    let start: Int64 = 0
    private let market: Market?
    private let words: String
    private let exchange: String
    private let host: Host

    init(_ query: Query, _ host: Host) throws(AdapterFailure) {
        market = Market(category: query.category)
        words = query.symbol.isEmpty ? query.base : query.symbol
        guard market != nil || query.category.isEmpty && !words.isEmpty else {
            throw AdapterFailure(
                .invalidQuery,
                "Finnhub lists symbols of the categories STOCK, CRYPTO, CURRENCY and COMMODITY, or finds them by words; "
                    + "'\(query.category)' is neither")
        }
        exchange =
            switch market {
            case .crypto: Exchange.crypto(query).lowercased()
            case .forex: Exchange.forex(query).lowercased()
            case .stock, nil: Exchange.stock(query)
            }
        self.host = host
    }

    /// Words are found among stocks; crypto and currencies have lists only, of which the query's base is taken.
    private var isSearch: Bool { !words.isEmpty && (market == nil || market == .stock) }

    /// There is no range: one request.
    func piece(from start: Int64) -> Range<Int64>? { start == 0 ? 0..<1 : nil }

    func request(for piece: Range<Int64>) -> Request {
        var address: HTTPAddress
        if isSearch {
            address = HTTPAddress("api", "v1", "search")
            address.add("q", words)
        } else {
            address = HTTPAddress("api", "v1", (market ?? .stock).rawValue, "symbol")
            address.add("exchange", exchange)
        }
        return Finnhub.request(address, isImmutable: false)
    }

    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        try Envelope.open(bytes, reply)
    }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Instrument> {
        // A search has its list inside of an object.
        let list: JSONValue
        do throws(JSONError) {
            list = isSearch ? try root.array("result") : root
            guard list.kind == .array else { throw list.wrong(name: nil, expected: "an array of symbols", .kind) }
        } catch {
            throw AdapterFailure(error, in: name)
        }
        return JSONPage(records: list) { (record, row) throws(JSONError) in
            let symbol = try record.string("symbol")
            guard !symbol.isEmpty else {
                throw try record.member("symbol").wrong(name: "symbol", expected: "a symbol", .text)
            }
            let market = self.market ?? Market(symbol: symbol)
            let shown = try record.optionalString("displaySymbol") ?? ""
            let pair = market == .stock ? [symbol] : shown.split(separator: "/", maxSplits: 1).map(String.init)
            if market != .stock, !words.isEmpty, pair.first != words, symbol != words { return nil }
            // `ETH/BTC`; a stock's quote is the currency that it is paid in.
            let quote = market == .stock ? try record.optionalString("currency") ?? "" : pair.count == 2 ? pair[1] : ""
            return Instrument(
                symbol: host.intern(symbol), base: host.intern(pair.first ?? ""), quote: host.intern(quote),
                name: host.intern(try record.optionalString("description") ?? ""),
                category: host.intern(Symbols.category(of: market, base: pair.first ?? "")), row: row,
                position: Int64(record.position))
        }
    }

    private static func category(of market: Market, base: String) -> String {
        switch market {
        case .stock: "STOCK"
        case .crypto: "CRYPTO"
        case .forex: ["XAU", "XAG", "XPT", "XPD"].contains(base) ? "COMMODITY" : "CURRENCY"
        }
    }
}
