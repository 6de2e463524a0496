import AdapterKit
import AdapterKitJSON

/// The day candles of all tickers of a market, a day in a reply: `/v2/aggs/grouped/…`.
struct Grouped: MassiveSource {
    let start: Int64
    private let end: Int64
    private let now: Int64
    private let market: Market
    private let isAdjusted: Bool
    private let host: Host

    init(_ query: Query, _ host: Host) throws(AdapterFailure) {
        guard query.interval == Nanoseconds.day else {
            throw AdapterFailure(
                .invalidQuery, "Massive has all symbols in one reply for candles of a day (1440 minutes) only")
        }
        guard let market = Market(category: query.category) else {
            throw AdapterFailure(
                .invalidQuery,
                "a query for all symbols needs the category STOCK, CRYPTO or CURRENCY, not '\(query.category)'")
        }
        self.market = market
        self.host = host
        isAdjusted = query.wantsAdjusted
        now = query.now
        start = query.start == .min ? market.start(of: market.firstDay) : query.start
        end = query.end
    }

    let path = "/v2/aggs/grouped/"

    /// The next whole day that is over.
    func piece(from start: Int64) -> Range<Int64>? {
        var day = market.day(holding: start)
        if market.start(of: day) < start { day = day.adding(1) }
        let (first, behind) = (market.start(of: day), market.start(of: day.adding(1)))
        return first < end && behind <= now && first < behind ? first..<behind : nil
    }

    func address(of piece: Range<Int64>) -> HTTPAddress {
        var address = HTTPAddress(
            "v2", "aggs", "grouped", "locale", market.locale, "market", market.rawValue,
            market.day(holding: piece.lowerBound).description)
        address.add("adjusted", "\(isAdjusted)")
        return address
    }

    func isImmutable(_ piece: Range<Int64>) -> Bool {
        let isFixed = !isAdjusted || market != .stocks
        return isFixed && piece.upperBound <= now - 3 * Nanoseconds.day
    }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Candle> {
        try Bar.check(root, adjusted: isAdjusted)
        let day = context.piece
        var seen: Set<UInt32> = []
        var page = try JSONPage<Candle>(results: root) { (record, row) throws(JSONError) in
            // Within the day, or the end of it: Massive stamps a stock's day with its end.
            let time = try record.time("t", in: .milliseconds)
            guard time >= day.lowerBound, time <= day.upperBound else {
                throw try record.member("t").wrong(
                    name: "t", expected: "a time of \(market.day(holding: day.lowerBound))", .time)
            }
            let name = try record.member("T")
            guard name.kind == .string, name.utf8.count > 0 else {
                throw name.wrong(name: "T", expected: "a ticker", .text)
            }
            // Stocks are told by their ticker alone; of a pair the host cannot know where it parts.
            let symbol = market == .stocks ? host.intern(name) : host.intern(Ticker.instrument(of: name.string ?? ""))
            guard symbol != 0 else { throw name.wrong(name: "T", expected: "one that the host has room for", .text) }
            let candle = try Bar.candle(record, row: row, openTime: day.lowerBound, symbol: symbol)
            guard seen.insert(symbol).inserted else {
                throw name.wrong(name: "T", expected: "each ticker once; the first one is kept", .text)
            }
            return candle
        }
        // Nothing of a day that was not over when the reply came.
        if day.upperBound > context.asOf { page.rows.rows = [] }
        page.provedAtEnd = day.upperBound <= context.asOf ? day.upperBound : .min
        return page
    }
}
