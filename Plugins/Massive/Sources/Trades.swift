import AdapterKit
import AdapterKitJSON

/// Single trades of one ticker: `/v3/trades/…`.
struct Trades: MassiveSource {
    let start: Int64
    private let end: Int64
    private let now: Int64
    private let ticker: Ticker

    init(_ query: Query) throws(AdapterFailure) {
        ticker = try Ticker(query)
        guard ticker.market != .fx else {
            throw AdapterFailure(.invalidQuery, "\(ticker.name): Massive has quotes of currencies, and no trades")
        }
        guard !query.wantsAllSymbols else {
            throw AdapterFailure(.invalidQuery, "Massive gives trades of one symbol at a time")
        }
        let market = ticker.market
        start = query.start == .min ? market.start(of: market.firstDay) : query.start
        end = min(query.end, query.now)
        now = query.now
    }

    let path = "/v3/trades/"

    func piece(from start: Int64) -> Range<Int64>? { start < end ? start..<end : nil }

    func address(of piece: Range<Int64>) -> HTTPAddress {
        var address = HTTPAddress("v3", "trades", ticker.tradesName)
        address.add("timestamp.gte", "\(piece.lowerBound)")
        address.add("timestamp.lt", "\(piece.upperBound)")
        address.add("order", "asc")
        address.add("sort", "timestamp")
        address.add("limit", "\(Massive.mostBars)")
        return address
    }

    func isImmutable(_ piece: Range<Int64>) -> Bool { piece.upperBound <= now - 3 * Nanoseconds.day }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Trade> {
        var page = try JSONPage<Trade>(results: root) { (record, row) throws(JSONError) in
            // When it was reported is what stocks are sorted by; crypto has only when it happened.
            let name: JSONName = record["sip_timestamp"] != nil ? "sip_timestamp" : "participant_timestamp"
            let time = try record.time(name, in: .nanoseconds)
            guard time <= context.receivedAt else {
                throw try record.member(name).wrong(name: name, expected: "a time before the reply came", .time)
            }
            let trade = Trade(
                time: time, price: try record.decimal("price"), volume: try record.decimal("size"),
                // An exchange's own, digits mostly; what is none stays absent.
                tradeID: record["id"]?.wholeNumber ?? -1, row: row, position: Int64(record.position))
            return context.piece.contains(time) && time < context.asOf ? trade : nil
        }
        let rows = page.rows.rows
        if !zip(rows, rows.dropFirst()).allSatisfy({ $0.time <= $1.time }) {
            page.rows.rows.sort { ($0.time, $0.row) < ($1.time, $1.row) }
        }
        if let first = page.rows.rows.first, first.time < context.last {
            throw AdapterFailure(
                .malformed, "Massive's next page begins before the last trade of the page before; expected order=asc",
                row: first.row, position: first.position)
        }
        page.last = page.rows.rows.last?.time ?? .min
        // Further trades of the last one's instant may stand on the next page.
        page.provedBeforeNext = page.last
        page.provedAtEnd = context.asOf
        return page
    }
}
