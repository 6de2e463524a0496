import AdapterKit
import AdapterKitJSON

/// The smallest adapter of pages: candles of a minute in `rows`, the next page in `next`, a day a piece.
enum ExampleAdapter: Adapter {
    static let descriptor = Descriptor(
        id: "example", name: "Example", version: "1.0.0", licence: "Apache-2.0", kinds: [.candles],
        transports: [.http], intervals: [Nanoseconds.minute])

    struct Session: AdapterSession {
        private var walk: JSONWalk<ExampleCandles>

        init(query: Query, host: Host) throws(AdapterFailure) {
            walk = try JSONWalk(ExampleCandles(query, host), token: query.resumeToken)
        }

        mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }

        mutating func decode(
            _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
        ) throws(AdapterFailure) -> Decoded {
            try walk.decode(bytes, of: reply, into: &batch)
        }
    }
}

struct ExampleCandles: JSONSource {
    let name = "Example"
    let start: Int64
    private let end: Int64
    private let host: Host

    init(_ query: Query, _ host: Host) {
        (start, end) = (query.start, query.end)
        self.host = host
    }

    func piece(from start: Int64) -> Range<Int64>? {
        var pieces = RangePieces(start, end, length: Nanoseconds.day)
        return pieces.next()
    }

    func request(for piece: Range<Int64>) -> Request {
        var address = HTTPAddress("candles")
        address.add("from", "\(piece.lowerBound / Nanoseconds.second)")
        return .http(address.text)
    }

    func open(_ bytes: Span<UInt8>, _ reply: borrowing Reply) throws(AdapterFailure) -> JSONDocument {
        if let failure = AdapterFailure(status: reply, source: name) { throw failure }
        do throws(JSONError) {
            return try JSONDocument(reading: bytes)
        } catch {
            throw AdapterFailure(error, in: name)
        }
    }

    func next(_ root: JSONValue) throws(AdapterFailure) -> String? { root["next"]?.string }

    func read(_ root: JSONValue, _ context: JSONPageContext) throws(AdapterFailure) -> JSONPage<Candle> {
        let rows: JSONValue
        do throws(JSONError) {
            rows = try root.array("rows")
        } catch {
            throw AdapterFailure(error, in: name)
        }
        var page = JSONPage<Candle>(records: rows) { (record, row) throws(JSONError) in
            let price = try record.decimal(1, "price")
            return Candle(
                openTime: try record.time(0, "time", in: .seconds), open: price, high: price, low: price, close: price,
                symbol: host.intern(record[2]), row: row, position: Int64(record.position))
        }
        page.putInOrder(behind: context.last)
        page.provedBeforeNext = page.last
        page.provedAtEnd = context.asOf
        return page
    }
}
