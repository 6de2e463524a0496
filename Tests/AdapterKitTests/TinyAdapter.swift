import AdapterKit

/// The adapter of AdapterKit's own documentation.
enum TinyCSV: Adapter {
    static let descriptor = Descriptor(
        id: "tiny-csv", name: "Tiny CSV", version: "1.0.0", licence: "Apache-2.0", kinds: [.trades],
        transports: [.file])

    static func identify(path: String) throws(AdapterFailure) -> Identity {
        guard path.hasSuffix("BTC-USD.csv") else {
            throw AdapterFailure(.invalidQuery, "\(path): files of this source are called BTC-USD.csv")
        }
        return Identity(kind: .trades, symbol: "BTC-USD", base: "BTC", quote: "USD")
    }

    typealias Session = TinySession
}

struct TinySession: AdapterSession {
    var fileName: String?
    var lines: Int64 = 0

    init(query: Query, host: Host) throws(AdapterFailure) { fileName = query.fileName }

    mutating func nextRequest() throws(AdapterFailure) -> Request? {
        defer { fileName = nil }
        return fileName.map { .file($0) }
    }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        let position = reply.position
        return LineReader.read(bytes, isLast: reply.isLast, linesBefore: lines) { reader in
            while !batch.isFull, reader.nextLine() {
                let at = position + Int64(reader.lineStart)
                if let time = reader.seconds(.comma), let price = reader.decimal(.comma),
                    let volume = reader.decimal(.line)
                {
                    batch.trades.append(
                        Trade(time: time, price: price, volume: volume, row: reader.line, position: at))
                } else {
                    batch.rejects.append(
                        Reject(.number, "expected: time, price, volume", row: reader.line, record: reader.skipLine()))
                }
            }
            lines = reader.line
            return Decoded(consumed: reader.consumed, isFull: batch.isFull)
        }
    }
}

/// A session over HTTP that uses everything a session can say; its reply is read whole.
enum WebAdapter: Adapter {
    static let descriptor: Descriptor = {
        var descriptor = Descriptor(
            id: "web", name: "Web", version: "0.1.0", licence: "MIT", kinds: [.candles, .instruments],
            transports: [.http, .stream], intervals: [Nanoseconds.minute, Nanoseconds.day])
        descriptor.stamp = .close
        descriptor.hosts = ["api.example.com", "ws.example.com"]
        descriptor.credentials = ["example-key"]
        descriptor.rowsPerReply = 1000
        descriptor.reachRows = 720
        descriptor.reachTime = 30 * Nanoseconds.day
        descriptor.requestsPerMinute = 60
        descriptor.dayAnchor = 5 * Nanoseconds.hour
        descriptor.dayZone = "America/New_York"
        return descriptor
    }()

    typealias Session = WebSession
}

struct WebSession: AdapterSession {
    let query: Query
    let host: Host
    var requests: [Request]

    init(query: Query, host: Host) throws(AdapterFailure) {
        guard query.symbol != "NONE" else { throw AdapterFailure(.invalidQuery, "there is no NONE") }
        self.query = query
        self.host = host
        var request = Request.http(
            "/bars?symbol=\(query.symbol)",
            headers: [RequestHeader("Authorization", "Bearer ", credential: "example-key")],
            contentType: "application/json")
        request.method = "POST"
        request.body = "{}"
        request.isImmutable = true
        request.cost = 3
        requests = [.stream("wss://ws.example.com", messages: ["hello", "subscribe"]), request]
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? { requests.popLast() }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        if reply.httpStatus == 429 {
            let seconds = reply.header("retry-after").flatMap(Int64.init) ?? 1
            throw AdapterFailure(.rateLimited, "slow down", retryAfter: seconds * Nanoseconds.second)
        }
        guard reply.isLast else { return .needsMore }
        if batch.kind == .instruments {
            batch.instruments.append(
                Instrument(symbol: host.intern("AAPL"), name: host.intern(reply.contentType), isActive: true))
        } else {
            batch.candles.append(
                Candle(openTime: 5, open: 1, high: 4, low: 0.5, close: 2, symbol: host.intern("AAPL"), flags: []))
            batch.candles.append(Candle(openTime: 65, open: 1, high: 1, low: 1, close: 1, flags: .noTrades))
        }
        host.log(.info, "read \(bytes.count) bytes, \(query.settings["mood"] ?? "without a") mood")
        var decoded = Decoded(
            consumed: bytes.count,
            assertions: [
                Assertion(.sourceLimit, start: .min, end: 5), Assertion(.covered, start: 5, end: 125, symbol: 1),
            ],
            resumeToken: "next")
        decoded.lastIsForming = true
        decoded.messages = ["more"]
        return decoded
    }
}
