import AdapterKit

/// Answers one query from one file (two, where the first turns out not to reach back far enough, or to lack the currency).
///
/// A file is read when all of it is there: its newest day comes first and rows go out in ascending order.
struct RateSession: AdapterSession {
    private let kind: Kind
    private let start: Int64
    private let end: Int64
    private let now: Int64
    /// Empty: all.
    private let currency: String
    private let host: Host
    private let token: ResumeToken?
    private var next: RateFile?
    private var file = RateFile.daily
    /// What is left to be given of the file that was read.
    private var output: RateOutput?

    init(query: Query, host: Host) throws(AdapterFailure) {
        kind = query.kind
        start = query.start
        end = query.end
        now = query.now
        self.host = host
        switch kind {
        case .candles:
            guard query.interval == Nanoseconds.day else {
                throw AdapterFailure(
                    .invalidQuery, "the ECB publishes one rate a day; expected candles of 1440 minutes")
            }
            currency = try Self.currency(of: query)
            next = RateFile.reaching(start, now: now)
        case .instruments:
            currency = ""
            next = .daily
        case .trades: throw AdapterFailure(.invalidQuery, "the ECB publishes rates, no trades")
        }
        token = try ResumeToken(query.resumeToken)
    }

    /// The currency whose units a euro is given in; empty for all of them.
    private static func currency(of query: Query) throws(AdapterFailure) -> String {
        if query.wantsAllSymbols { return "" }
        let isNamed = !query.symbol.isEmpty
        let parts = query.symbol.split(separator: "/", omittingEmptySubsequences: false)
        let base = isNamed ? (parts.count == 1 ? "EUR" : String(parts[0])) : query.base
        let quote = isNamed ? String(parts[parts.count - 1]) : query.quote
        guard base == "EUR", parts.count <= 2, RateReader.isCode(quote), quote != "EUR" else {
            let asked = isNamed ? query.symbol : "\(query.base)/\(query.quote)"
            throw AdapterFailure(
                .invalidQuery,
                "the ECB gives units of a currency per euro, not \(asked); expected EUR/USD or another currency's code")
        }
        return quote
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? {
        guard let next else { return nil }
        file = next
        self.next = nil
        output = nil
        // No content type: the ECB has changed the one it says; what is no such XML is refused anyway.
        return .http(next.address, contentType: "text/xml")
    }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        guard reply.isLast else { return .needsMore }
        if output == nil {
            try checkStatus(reply)
            output = try read(bytes, receivedAt: reply.receivedAt)
        }
        guard var output else {
            // The file does not reach back to the start, or lacks the currency: the whole history tells.
            next = .history
            return Decoded(consumed: bytes.count)
        }
        let decoded = kind == .candles ? output.writeCandles(to: &batch) : output.writeInstruments(to: &batch)
        self.output = output
        return Decoded(
            consumed: decoded.isFull ? 0 : bytes.count, isFull: decoded.isFull, assertions: decoded.assertions,
            resumeToken: decoded.resumeToken)
    }

    private func checkStatus(_ reply: borrowing Reply) throws(AdapterFailure) {
        guard var failure = AdapterFailure(status: reply, source: "the ECB") else { return }
        if failure.errorClass == .noData {
            // The files are always there.
            failure.errorClass = .malformed
            failure.message =
                "the ECB answered \(reply.httpStatus) to \(file.address); expected one of its files of rates"
        }
        throw failure
    }

    /// Nil when a larger file is needed.
    private func read(_ bytes: Span<UInt8>, receivedAt: Int64) throws(AdapterFailure) -> RateOutput? {
        let isList = kind == .instruments
        let reader = RateReader(
            currency: currency, start: isList ? .min : start, end: isList ? .max : end, latest: receivedAt)
        try reader.read(bytes)
        guard reader.newest > .min else {
            throw AdapterFailure(.malformed, "the reply is none of the ECB's files of rates: it has no day")
        }
        if isList { return RateOutput(reader, covered: nil, limit: nil, after: nil, host: host) }
        let isMissing = !currency.isEmpty && !reader.hasCurrency
        if file == .ninetyDays && reader.oldest > start || file != .history && isMissing { return nil }
        if isMissing {
            throw AdapterFailure(
                .invalidQuery, "the ECB has never published a rate of \(currency); expected a currency of its list")
        }
        let covered = max(start, reader.oldest)..<max(start, reader.oldest, min(end, reader.newest + Nanoseconds.day))
        let isBeforeAll = file == .history && start < reader.oldest
        return RateOutput(
            reader, covered: covered, limit: isBeforeAll ? start..<min(end, reader.oldest) : nil, after: token,
            host: host)
    }
}
