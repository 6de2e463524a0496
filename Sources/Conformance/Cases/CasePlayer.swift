public import AdapterHost
public import MarketData
import Synchronization

/// Answers a request: a recording, or a small model of the source. A file is asked for by the method `FILE`, its name
/// being the address.
public typealias CaseSource = (HTTPRequest) throws -> CaseReply

/// Leads one session of an adapter from `begin` to its end, against a source in memory.
public struct CasePlayer: Sendable {
    /// Whose session.
    public var adapter: LoadedAdapter
    /// What is asked of it.
    public var query: SessionQuery
    /// Its clock.
    public var now: Timestamp
    /// Rows in a batch of candles or trades.
    public var capacity = 4096
    /// Where the reply of an exchange (from 0) of that length is cut into pieces.
    public var cuts: @Sendable (_ exchange: Int, _ length: Int) -> [Int] = { _, _ in [] }
    /// A session that asks for more than this goes in a circle.
    public var mostRequests = 10_000

    /// A player that shows replies whole.
    public init(_ adapter: LoadedAdapter, _ query: SessionQuery, now: Timestamp) {
        (self.adapter, self.query, self.now) = (adapter, query, now)
    }

    /// What comes of it. An error of the adapter is part of that.
    ///
    /// - Throws: what the source throws, and `CaseProblem` for what no adapter may do.
    public func play(_ source: CaseSource) throws -> CasePlay {
        let log = LogLines()
        var play = try play(source, log)
        play.log = log.lines.withLock { $0 }
        return play
    }

    private func play(_ source: CaseSource, _ log: LogLines) throws -> CasePlay {
        var play = CasePlay()
        let session: AdapterSession
        do throws(AdapterError) {
            session = try adapter.begin(query, now: now) { level, line in log.add("\(level): \(line)") }
        } catch {
            play.failure = CaseFailure(exchange: 0, error: error)
            return play
        }
        defer { session.close() }
        let batches = CaseBatches(query.kind, capacity: capacity)
        do {
            while let request = try session.nextRequest() {
                let request = try Self.asked(request)
                guard play.requests.count < mostRequests else {
                    throw CaseProblem("it asks for more than \(mostRequests) replies, at last \(request.address)")
                }
                play.requests.append(request)
                try decode(try source(request), session, batches, into: &play)
            }
        } catch let error as AdapterError {
            play.failure = CaseFailure(exchange: play.requests.count, error: error)
        }
        return play
    }

    private static func asked(_ request: AdapterRequest) throws -> HTTPRequest {
        switch request {
        case .http(let request): return request
        case .file(let name): return HTTPRequest(address: name, method: AdapterCase.fileMethod)
        case .stream(let stream): throw CaseProblem("it asks for the stream \(stream.address); no stream is recorded")
        }
    }

    private func decode(
        _ reply: CaseReply, _ session: AdapterSession, _ batches: CaseBatches, into play: inout CasePlay
    ) throws {
        let exchange = play.requests.count - 1
        let context = ReplyContext(
            httpStatus: Int32(reply.status), contentType: reply.contentType, headers: reply.headers,
            receivedAt: reply.receivedAt)
        let length = reply.body.count
        var position = 0
        for end in cuts(exchange, length).filter({ $0 < length }) + [length] where end >= position {
            var isFull = true
            while isFull {
                // Bytes have no padding that could be read.
                let shown = unsafe reply.body.span.bytes.extracting(position..<end)
                let decoded = try batches.decode(
                    shown, position: position, isLast: end == length, context, session, into: &play)
                play.forming.formUnion(decoded.lastIsForming ? [play.rows.count - 1] : [])
                position += decoded.consumed
                isFull = decoded.isFull
                play.assertions += try decoded.assertions.map {
                    CaseAssertion(
                        $0.assertionClass, symbol: try CaseRow.name($0.symbol, in: session), range: $0.range)
                }
                play.assertionExchanges += decoded.assertions.map { _ in exchange + 1 }
                play.assertionRows += decoded.assertions.map { _ in play.rows.count }
                play.rejectPositions += decoded.rejects.map(\.position)
                play.rejects += decoded.rejects.map {
                    CaseReject(
                        exchange: exchange + 1, row: $0.row, code: CaseWords.word(for: $0.code), reason: $0.reason)
                }
                if !decoded.resumeToken.isEmpty {
                    play.stops.append(
                        CaseStop(
                            token: decoded.resumeToken, exchange: exchange, rows: play.rows.count,
                            rejects: play.rejects.count, assertions: play.assertions.count))
                }
            }
        }
    }
}

/// The lines of a log, from whatever thread.
private final class LogLines: Sendable {
    let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
