import AdapterKit
import AdapterKitJSON

/// Candles of one ticker: `/v2/aggs/ticker/…/range/…`.
struct Aggregates: MassiveSource {
    let start: Int64
    private let end: Int64
    private let now: Int64
    private let ticker: Ticker
    private let interval: Int64
    private let isAdjusted: Bool

    init(_ query: Query) throws(AdapterFailure) {
        ticker = try Ticker(query)
        interval = query.interval
        isAdjusted = query.wantsAdjusted
        now = query.now
        let market = ticker.market
        start = query.start == .min ? market.start(of: market.firstDay) : query.start
        // What is still forming need not be asked for.
        end = min(query.end, market.settled(interval, at: query.now))
    }

    let path = "/v2/aggs/"

    func piece(from start: Int64) -> Range<Int64>? {
        // Hours are made of minutes, which `limit` counts.
        let base = interval == Nanoseconds.day ? Nanoseconds.day : Nanoseconds.minute
        var pieces = RangePieces(start, end, length: Massive.mostBars * base / interval * interval)
        return pieces.next()
    }

    func address(of piece: Range<Int64>) -> HTTPAddress {
        let (count, unit) =
            switch interval {
            case Nanoseconds.day: (Int64(1), "day")
            case Nanoseconds.hour...: (interval / Nanoseconds.hour, "hour")
            default: (interval / Nanoseconds.minute, "minute")
            }
        // Both ends are part of what is asked for. The first is rounded up: what opens before it is not wanted.
        let first = (piece.lowerBound + 999_999) / 1_000_000
        let last = (piece.upperBound - 1) / 1_000_000
        var address = HTTPAddress(
            "v2", "aggs", "ticker", ticker.name, "range", "\(count)", unit, "\(first)", "\(last)")
        address.add("adjusted", "\(isAdjusted)")
        address.add("sort", "asc")
        address.add("limit", "\(Massive.mostBars)")
        return address
    }

    func isImmutable(_ piece: Range<Int64>) -> Bool {
        // A split changes all adjusted prices before it.
        let isFixed = !isAdjusted || ticker.market != .stocks
        return isFixed && piece.upperBound <= now - 3 * Nanoseconds.day
    }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Candle> {
        try Bar.check(root, adjusted: isAdjusted)
        if let name = root["ticker"]?.string, name != ticker.name {
            throw AdapterFailure(.malformed, "Massive's reply is of \(name), and \(ticker.name) was asked for")
        }
        let market = ticker.market
        var firstForming = Int64.max
        var page = try JSONPage<Candle>(results: root) { (record, row) throws(JSONError) in
            let time = try Bar.time(record, before: context.receivedAt)
            let open = interval == Nanoseconds.day ? market.start(of: market.day(holding: time)) : time
            let candle = try Bar.candle(record, row: row, openTime: open)
            guard context.piece.contains(open) else { return nil }
            guard market.close(interval, openedAt: open) <= context.asOf else {
                firstForming = min(firstForming, open)
                return nil
            }
            return candle
        }
        page.putInOrder(behind: context.last)
        page.provedBeforeNext = page.rows.rows.last.map { market.close(interval, openedAt: $0.openTime) } ?? .min
        page.provedAtEnd = min(firstForming, market.settled(interval, at: context.asOf))
        return page
    }
}
