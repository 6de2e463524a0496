import AdapterHost
import MarketData

/// Decodes a case again and again, or a large file that is made of its lines, and counts.
struct SpeedMeasure {
    private let steady: SteadyCase

    init(_ steady: SteadyCase) { self.steady = steady }

    /// Rows of a session that weigh more than its beginning and its end.
    private static let fewest = 200

    /// In a sentence.
    func told() throws -> String {
        let replies = steady.recorded.isOfAFile ? [try largeFile()] : try steady.replies()
        let bytes = replies.reduce(0) { $0 + $1.body.count }
        let clock = ContinuousClock()
        var (rows, sessions) = (0, 0)
        let start = clock.now
        // Long enough for the clock, short enough for who waits.
        while sessions < 1000, start.duration(to: clock.now) < .milliseconds(150) {
            rows += try session(replies)
            sessions += 1
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        if rows / sessions < Self.fewest {
            return "too few rows to measure: \(rows / sessions) in a session of case \(steady.name)"
        }
        let megabytes = Double(bytes * sessions) / 1e6 / seconds
        return "\(Int(Double(rows) / seconds)) rows/s, \(Double(Int(megabytes * 10)) / 10) MB/s"
            + " (\(sessions) sessions of case \(steady.name))"
    }

    /// The first line, which may be a header, and the others a few thousand times.
    private func largeFile() throws -> CaseReply {
        guard var reply = try steady.replies().first else { throw CheckSkip("the file is not asked for") }
        guard let first = reply.body.firstIndex(of: UInt8(ascii: "\n")), reply.body.last == UInt8(ascii: "\n"),
            first + 1 < reply.body.count
        else { return reply }
        let lines = Array(reply.body[(first + 1)...])
        reply.body.reserveCapacity(2 << 20)
        while reply.body.count < 1 << 20 { reply.body += lines }
        return reply
    }

    /// Rows of one session.
    private func session(_ replies: [CaseReply]) throws -> Int {
        let session = try steady.checks.adapter.begin(steady.recorded.query, now: steady.recorded.now)
        defer { session.close() }
        let sink = RowSink(steady.recorded.query.kind)
        var (index, rows) = (0, 0)
        while index < replies.count, try session.nextRequest() != nil {
            rows += try sink.decode(replies[index], session)
            index += 1
        }
        return rows
    }
}

/// Takes rows and only counts them.
private enum RowSink {
    case candles(CandleBatch)
    case trades(TradeBatch)
    case instruments

    init(_ kind: SessionQuery.Kind) {
        switch kind {
        case .candles: self = .candles(CandleBatch(capacity: 16_384))
        case .trades: self = .trades(TradeBatch(capacity: 16_384))
        case .instruments: self = .instruments
        }
    }

    func decode(_ reply: CaseReply, _ session: AdapterSession) throws -> Int {
        let context = ReplyContext(
            httpStatus: Int32(reply.status), contentType: reply.contentType, headers: reply.headers,
            receivedAt: reply.receivedAt)
        var (position, rows) = (0, 0)
        var isFull = true
        while isFull {
            // Bytes have no padding that could be read.
            let shown = unsafe reply.body.span.bytes.extracting(position..<reply.body.count)
            let decoded: Decoded
            switch self {
            case .candles(let batch):
                batch.count = 0
                decoded = try session.decode(
                    shown, position: Int64(position), isLast: true, reply: context, into: batch)
            case .trades(let batch):
                batch.count = 0
                decoded = try session.decode(
                    shown, position: Int64(position), isLast: true, reply: context, into: batch)
            case .instruments:
                var list: [SourceInstrument] = []
                decoded = try session.decode(
                    shown, position: Int64(position), isLast: true, reply: context, into: &list)
            }
            rows += decoded.rows
            position += decoded.consumed
            isFull = decoded.isFull
        }
        return rows
    }
}
