import AdapterKit
import AdapterKitJSON

/// Candles of one pair:
///
///     GET /candles?pair=BTC-USD&minutes=60&start=1704067200&end=1705147200&limit=300
///     {"candles":[[1704067200,"42283.58","42554.57","42261.02","42475.23","1271.68108"], …]}
struct Candles: JSONSource {
    let name = "Example Source"
    /// Where the range begins.
    let start: Int64
    private let end: Int64
    private let pair: String
    private let interval: Int64

    /// The most candles in one reply: the `limit` of a request.
    static let rowsPerReply: Int64 = 300
    /// Nothing is asked for before this moment: 2015-01-01, when the source began.
    static let begin = 1_420_070_400 * Nanoseconds.second

    /// Throws `invalidQuery` for an interval or a pair that the source does not have.
    init(
        pair: String, interval: Int64, from start: Int64, to end: Int64, now: Int64
    ) throws(AdapterFailure) {
        guard Source.descriptor.intervals.contains(interval) else {
            throw AdapterFailure(.invalidQuery, "Example Source has candles of \(Source.minutes) minutes")
        }
        guard (3..<63).contains(pair.utf8.count), !pair.hasPrefix("-"), !pair.hasSuffix("-") else {
            throw AdapterFailure(.invalidQuery, "a pair of Example Source's is called like BTC-USD")
        }
        self.pair = pair
        self.interval = interval
        self.start = max(start, Candles.begin)
        // The candle of this moment is still forming: it is asked for when it has closed.
        self.end = min(end, now < 0 ? Candles.begin : now - now % interval)
    }

    /// As much as one reply can hold.
    func piece(from start: Int64) -> Range<Int64>? {
        guard start < end else { return nil }
        let length = Candles.rowsPerReply * interval
        return start..<(end - start > length ? start + length : end)
    }

    func request(for piece: Range<Int64>) -> Request {
        var address = HTTPAddress("candles")
        address.add("pair", pair)
        address.add("minutes", "\(interval / Nanoseconds.minute)")
        address.add("start", "\(Candles.secondsUp(piece.lowerBound))")
        address.add("end", "\(Candles.secondsUp(piece.upperBound))")
        address.add("limit", "\(Candles.rowsPerReply)")
        return .http(address.text, contentType: "application/json")
    }

    /// What opens before that moment is not meant.
    private static func secondsUp(_ time: Int64) -> Int64 {
        time / Nanoseconds.second + (time % Nanoseconds.second > 0 ? 1 : 0)
    }

    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        if let failure = AdapterFailure(status: reply, source: name) { throw failure }
        do throws(JSONError) {
            return try JSONDocument(reading: bytes)
        } catch {
            throw AdapterFailure(error, in: name)
        }
    }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Candle> {
        try page(root, of: context.piece, receivedAt: context.receivedAt, behind: context.last)
    }

    /// The candles of a reply that are of the piece and closed when it came. A record that is none is a reject.
    func page(
        _ root: JSONValue, of piece: Range<Int64>, receivedAt: Int64, behind last: Int64
    ) throws(AdapterFailure) -> JSONPage<Candle> {
        do throws(JSONError) {
            let list = try root.array("candles")
            guard list.count <= Candles.rowsPerReply else {
                throw JSONError(.kind, "the reply has more candles than were asked for", at: list.position)
            }
            var page = JSONPage<Candle>(records: list) { (record, row) throws(JSONError) in
                let candle = try candle(record, row)
                guard candle.openTime <= receivedAt else {
                    throw JSONError(.time, "the candle begins after the reply came", at: record.position)
                }
                let isClosed = candle.openTime <= receivedAt - interval
                return isClosed && piece.contains(candle.openTime) ? candle : nil
            }
            page.putInOrder(behind: last)
            // The source gives every interval that had trades: the others had none.
            page.provedAtEnd = receivedAt - receivedAt % interval
            return page
        } catch {
            throw AdapterFailure(error, in: name)
        }
    }

    /// `[seconds, "open", "high", "low", "close", "volume"]`
    private func candle(_ record: JSONValue, _ row: Int64) throws(JSONError) -> Candle {
        guard record.kind == .array, record.count == 6 else {
            throw JSONError(
                .kind, "expected 6 fields: seconds, open, high, low, close, volume", at: record.position)
        }
        let time = try record.time(0, "time", in: .seconds)
        guard time >= 0, time % interval == 0 else {
            throw JSONError(.time, "the time is no start of an interval", at: record.position)
        }
        func price(_ place: Int, _ name: JSONName) throws(JSONError) -> Double {
            let value = try record.element(place, name)
            guard value.kind == .string, let price = value.decimal else {
                throw JSONError(
                    .number, "a price or the volume is no decimal number in quotes, like \"42000.5\"",
                    at: value.position)
            }
            return price
        }
        return Candle(
            openTime: time, open: try price(1, "open"), high: try price(2, "high"), low: try price(3, "low"),
            close: try price(4, "close"), volume: try price(5, "volume"), row: row, position: Int64(record.position))
    }
}
