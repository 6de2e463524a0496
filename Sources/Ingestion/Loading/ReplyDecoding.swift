import AdapterHost
import MarketData
import Pipeline
import Storage
import Transport

/// One reply being decoded, batch by batch.
struct ReplyDecoding {
    private let body: [UInt8]
    private let session: AdapterSession
    private let context: ReplyContext
    private let scope: CoverageScope
    private let record: SessionRecord?
    private var consumed = 0
    private var said: [LoadClaim] = []
    /// Where rows were refused: there the source's word does not count.
    private var spoiled = RangeSet()
    /// Whether a record was refused of which nobody knows when it was.
    private var isSpoiledSomewhere = false

    /// Whether all of it is decoded.
    private(set) var isThrough = false
    /// Begins a session that goes on behind what was decoded; empty: cannot.
    private(set) var token: [UInt8] = []

    init(_ reply: SourceReply, _ session: AdapterSession, _ scope: CoverageScope, _ record: SessionRecord?) {
        body = reply.body
        self.session = session
        self.scope = scope
        self.record = record
        context = ReplyContext(reply)
    }

    /// What the source has said with this reply, once it is decoded whole; nothing before. Of a series nothing is
    /// claimed where a row was refused: that interval is missing, and not without trades.
    var claims: [LoadClaim] {
        guard isThrough else { return [] }
        return said.flatMap { claim in
            guard claim.claim == .covered, case .series = scope else { return [claim] }
            if isSpoiledSomewhere { return [] }
            return RangeSet([claim.range]).subtracting(spoiled).ranges.map {
                LoadClaim(scope: claim.scope, claim: claim.claim, range: $0)
            }
        }
    }

    /// Decodes into the batch what fits, and leaves the good rows in it.
    mutating func next(
        into batch: RowBatch, _ inspection: inout LoadInspection, _ rejects: inout RejectLog
    ) throws(AdapterError) -> InspectionTally {
        let decoded = try decode(into: batch)
        record?.add(decoded, batch, of: session)
        if decoded.lastIsForming { batch.dropForming() }
        if !decoded.rejects.isEmpty { isSpoiledSomewhere = true }
        for index in decoded.rejects.indices { rejects.add(decoded.rejects[index].code) { decoded.rejects[index] } }
        let (before, times) = (rejects.rejects.count, batch.timesByRow)
        let count = inspection.inspect(batch, of: session, rejects: &rejects)
        if count.rejected > 0 { spoil(rejects.rejects[before...], count.rejected, times) }
        for assertion in decoded.assertions {
            if let scope = inspection.scope(of: assertion.symbol, in: session, else: scope) {
                said.append(LoadClaim(assertion, scope))
            }
        }
        consumed += decoded.consumed
        isThrough = !decoded.isFull
        token = decoded.resumeToken
        return InspectionTally(
            duplicates: count.duplicates, noTrades: count.noTrades, rejected: count.rejected + decoded.rejects.count)
    }

    private mutating func spoil(_ rejects: ArraySlice<Reject>, _ total: Int, _ times: [Int64: Int64]) {
        if rejects.count < total { isSpoiledSomewhere = true }
        for reject in rejects {
            guard let time = times[reject.row], let interval = scope.kind.interval else {
                isSpoiledSomewhere = true
                continue
            }
            let (end, overflow) = time.addingReportingOverflow(interval.nanoseconds)
            let range = TimeRange(
                Timestamp(nanoseconds: time), Timestamp(nanoseconds: overflow ? .max : end))
            if let range { spoiled = spoiled.union(RangeSet([range])) }
        }
    }

    private func decode(into batch: RowBatch) throws(AdapterError) -> Decoded {
        // The bytes of bytes: there is nothing in them that could be read as something else.
        let bytes = unsafe body.span.bytes.extracting(consumed..<body.count)
        return switch batch {
        case .candles(let rows):
            try session.decode(bytes, position: Int64(consumed), isLast: true, reply: context, into: rows)
        case .trades(let rows):
            try session.decode(bytes, position: Int64(consumed), isLast: true, reply: context, into: rows)
        }
    }
}

extension RowBatch {
    /// Open times of candles by the records they came from; trades have none.
    fileprivate var timesByRow: [Int64: Int64] {
        guard case .candles(let batch) = self else { return [:] }
        var times: [Int64: Int64] = [:]
        times.reserveCapacity(batch.count)
        for row in 0..<batch.count where batch.row[row] >= 0 { times[batch.row[row]] = batch.openTime[row] }
        return times
    }
}

extension LoadClaim {
    init(_ assertion: RangeAssertion, _ scope: CoverageScope) {
        self.init(
            scope: scope, claim: assertion.assertionClass == .covered ? .covered : .sourceLimit, range: assertion.range)
    }
}

extension AdapterErrorClass {
    /// The class's name in the ledger.
    var word: String {
        switch self {
        case .malformed: "malformed"
        case .noData: "no-data"
        case .notEntitled: "not-entitled"
        case .badCredential: "bad-credential"
        case .rateLimited: "rate-limited"
        case .sourceLimit: "source-limit"
        case .transient: "transient"
        case .internal: "internal"
        case .invalidQuery: "invalid-query"
        }
    }
}
