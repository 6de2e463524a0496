import AdapterKit

/// Decodes one file: finds out its layout from its first lines, then reads line by line.
struct KrakenSession: AdapterSession {
    private let fileName: String
    private let kind: Kind
    private let interval: Int64
    private var isAsked = false
    private var progress: Progress
    private var span: AssertedSpan

    init(query: Query, host: Host) throws(AdapterFailure) {
        fileName = query.fileName
        kind = query.kind
        interval = query.interval
        switch kind {
        case .trades: break
        case .candles:
            guard KrakenCSV.descriptor.intervals.contains(interval) else {
                throw AdapterFailure(
                    .invalidQuery,
                    "Kraken's candle files have no interval of \(interval) ns; they have minutes \(KrakenCSV.minutes)")
            }
        case .instruments:
            throw AdapterFailure(.invalidQuery, "Kraken's CSV files hold candles and trades, no instruments")
        }
        progress = try Progress(token: query.resumeToken, kind: kind)
        span = AssertedSpan(progress: progress, now: query.now)
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? {
        guard !isAsked else { return nil }
        isAsked = true
        return .file(fileName)
    }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        if let decoded = try skipToProgress(bytes, reply) { return decoded }
        if progress.layout == nil, let decoded = try findLayout(bytes, reply) { return decoded }
        let consumed: Int
        switch progress.layout {
        case nil: return .needsMore
        case .candles(let columns): consumed = decodeCandles(bytes, reply, columns, into: &batch)
        case .trades(let columns): consumed = decodeTrades(bytes, reply, columns, into: &batch)
        }
        progress.position += Int64(consumed)
        progress.first = span.first
        progress.last = span.last
        // A candle covers its interval, a trade its instant; but more trades of it may follow while the file goes on.
        let isAtEnd = reply.isLast && !batch.isFull
        return Decoded(
            consumed: consumed, isFull: batch.isFull,
            assertions: span.assertion(length: kind == .candles ? interval : isAtEnd ? 1 : 0).map { [$0] } ?? [],
            resumeToken: progress.token)
    }

    /// Passes over what an earlier session has read; nil when we are where we have to go on.
    private mutating func skipToProgress(
        _ bytes: Span<UInt8>, _ reply: borrowing Reply
    ) throws(AdapterFailure) -> Decoded? {
        let ahead = progress.position - reply.position
        guard ahead != 0 else { return nil }
        guard ahead > 0 else {
            throw AdapterFailure(
                .internal, "the host shows byte \(reply.position), and \(progress.position) is the next",
                position: progress.position)
        }
        if reply.isLast, ahead > Int64(bytes.count) {
            throw AdapterFailure(
                .malformed,
                "the file is shorter than when it was read up to byte \(progress.position); ingest it from its start",
                position: reply.position + Int64(bytes.count))
        }
        let skipped = Int(min(ahead, Int64(bytes.count)))
        // Full: to be called again, for what is left of these bytes or for the end of the file.
        return Decoded(
            consumed: skipped, isFull: reply.isLast || skipped < bytes.count, resumeToken: progress.token)
    }

    /// Judges the first lines: passes over a byte-order mark and a header, shows no progress while it cannot tell
    /// yet, and is nil when the rows begin at the first byte.
    private mutating func findLayout(
        _ bytes: Span<UInt8>, _ reply: borrowing Reply
    ) throws(AdapterFailure) -> Decoded? {
        guard let start = try FileStart(bytes, isLast: reply.isLast, kind: kind) else { return .needsMore }
        progress.layout = start.layout
        progress.position += Int64(start.length)
        progress.lines = start.lines
        guard start.length > 0 else { return nil }
        return Decoded(consumed: start.length, isFull: true, resumeToken: progress.token)
    }

    private mutating func decodeCandles(
        _ bytes: Span<UInt8>, _ reply: borrowing Reply, _ columns: Int, into batch: inout BatchWriter
    ) -> Int {
        var lines = CandleLines(columns: columns, position: reply.position, span: span)
        let consumed = LineReader.read(bytes, isLast: reply.isLast, linesBefore: progress.lines) { reader in
            lines.decode(&reader, bytes, into: &batch)
            progress.lines = reader.line
            return reader.consumed
        }
        span = lines.span
        progress.layout = .candles(columns: lines.columns)
        return consumed
    }

    private mutating func decodeTrades(
        _ bytes: Span<UInt8>, _ reply: borrowing Reply, _ columns: [TradeColumn], into batch: inout BatchWriter
    ) -> Int {
        var lines = TradeLines(columns: columns, position: reply.position, span: span)
        let consumed = LineReader.read(bytes, isLast: reply.isLast, linesBefore: progress.lines) { reader in
            lines.decode(&reader, bytes, into: &batch)
            progress.lines = reader.line
            return reader.consumed
        }
        span = lines.span
        return consumed
    }
}
