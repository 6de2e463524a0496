import AdapterKit
import AdapterKitJSON

/// Candles of one symbol: `/api/v1/…/candle`.
struct Candles: JSONSource {
    let name = "Finnhub"
    let start: Int64
    private let end: Int64
    private let now: Int64
    private let ticker: Ticker
    private let interval: Int64

    /// Where a query from the beginning begins: 1980-01-01 for days, 2000-01-01 for minutes.
    private static let firstDay = CalendarDay(number: 3652)
    private static let firstMinute = CalendarDay(number: 10_957)
    /// A day's candle may be stamped up to three hours before its date: 21:00Z or 22:00Z where the day of a market of
    /// currencies ends at 17:00 in New York.
    private static let early = 3 * Nanoseconds.hour

    init(_ query: Query) throws(AdapterFailure) {
        guard Finnhub.descriptor.intervals.contains(query.interval) else {
            throw AdapterFailure(
                .invalidQuery,
                "Finnhub has no candles of \(query.interval) ns that the hub could use; it has minutes "
                    + "\(Finnhub.minutes)")
        }
        guard !query.wantsAllSymbols else {
            throw AdapterFailure(.invalidQuery, "Finnhub gives candles of one symbol at a time")
        }
        ticker = try Ticker(query)
        interval = query.interval
        now = query.now
        let first = interval == Nanoseconds.day ? Candles.firstDay : Candles.firstMinute
        start = query.start == .min ? first.start : query.start
        end = min(query.end, Candles.settled(interval, ticker.market, at: query.now))
    }

    private var isOfDays: Bool { interval == Nanoseconds.day }

    /// Days in one request, which Finnhub does not limit; of the shorter ones a calendar month in UTC at most.
    func piece(from start: Int64) -> Range<Int64>? {
        guard start < end else { return nil }
        if isOfDays { return start..<end }
        let (year, month, _) = CalendarDay(holding: start).parts
        let next = CalendarDay(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        return start..<min(next?.start ?? end, end)
    }

    func request(for piece: Range<Int64>) -> Request {
        var address = HTTPAddress("api", "v1", ticker.market.rawValue, "candle")
        address.add("symbol", ticker.symbol)
        address.add("resolution", isOfDays ? "D" : "\(interval / Nanoseconds.minute)")
        // Both ends are part of what is asked for. The first is rounded up: what opens before it is not wanted.
        let first = piece.lowerBound - (isOfDays ? Candles.early : 0)
        address.add("from", "\((first + Nanoseconds.second - 1) / Nanoseconds.second)")
        address.add("to", "\((piece.upperBound - 1) / Nanoseconds.second)")
        // Days of stocks are adjusted for splits: the next split changes them.
        let isFixed = !(isOfDays && ticker.market == .stock)
        return Finnhub.request(address, isImmutable: isFixed && piece.upperBound <= now - 3 * Nanoseconds.day)
    }

    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        try Envelope.open(bytes, reply)
    }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Candle> {
        var page = JSONPage<Candle>()
        var firstForming = Int64.max
        do throws(JSONError) {
            var columns = try CandleColumns(root)
            while let record = columns.next() {
                let row = page.beginRecord(record.time.range)
                do throws(JSONError) {
                    let open = try openTime(record.time, context)
                    let candle = try record.candle(openTime: open, row: row)
                    guard context.piece.contains(open) else { continue }
                    if open + interval <= context.asOf {
                        page.rows.rows.append(candle)
                    } else {
                        firstForming = min(firstForming, open)
                    }
                } catch {
                    page.refuse(error)
                }
            }
        } catch {
            throw AdapterFailure(error, in: name)
        }
        page.putInOrder(behind: context.last)
        page.provedAtEnd = min(firstForming, Candles.settled(interval, ticker.market, at: context.asOf))
        return page
    }

    /// A day is a date, whatever hour it is stamped with.
    private func openTime(_ time: JSONValue, _ context: JSONPageContext) throws(JSONError) -> Int64 {
        let stamp = try time.time(as: "t", in: .seconds)
        guard stamp <= context.receivedAt else {
            throw time.wrong(name: "t", expected: "a time before the reply came", .time)
        }
        return isOfDays ? CalendarDay(holding: stamp + Candles.early).start : stamp
    }

    /// The moment up to which all candles that open before it are closed at `time`. Where the hours of a stock begin
    /// (at a whole hour, or with the market at half past) is not the hub's affair: of these one length is kept back.
    private static func settled(_ interval: Int64, _ market: Market, at time: Int64) -> Int64 {
        let last = market == .stock && interval == Nanoseconds.hour ? time - interval : time
        return last - ((last % interval) + interval) % interval
    }
}
