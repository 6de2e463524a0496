import MarketData
import Storage

/// What is known of a part of a load that is under way.
struct LoadAccount {
    private var written = WriteCount()
    private var tally = InspectionTally()
    private var first: Int64?
    private var last: Int64?
    /// What the source has said of the part's own scope.
    private var said = RangeSet()
    /// What it can never give of it.
    private(set) var limited = RangeSet()
    /// Times of the rows that no claim has been about yet, of one series.
    private var times: [Int64] = []
    /// Rows that were read for it.
    var rowsRead: Int { written.rows + tally.duplicates + tally.noTrades + tally.rejected }
    /// Why the store does not keep rows of it.
    var refusal: String?

    /// Notes a message whose rows are stored.
    mutating func add(_ message: LoadMessage, _ counts: [WriteCount], _ scope: CoverageScope) {
        tally += message.tally
        for count in counts { written += count }
        if let rows = message.rows, let times = rows.times {
            first = min(first ?? times.first, times.first)
            last = max(last ?? times.last, times.last)
        }
        for claim in message.claims where claim.scope == scope {
            said = said.union(RangeSet([claim.range]))
            if claim.claim == .sourceLimit { limited = limited.union(RangeSet([claim.range])) }
        }
        if case .series = scope, let rows = message.rows { times += rows.allTimes }
        guard message.endsReply else { return }
        // A page of trades asserts up to its last trade, which the next page's range holds.
        let end = message.claims.filter { $0.scope == scope }.map(\.range.end.nanoseconds).max()
        times.removeAll { time in end.map { time < $0 } ?? true }
    }

    /// Rows that came, up to the reply which ends with a message, in a range that it claims; nil where they are of many series.
    func rows(in range: TimeRange, with message: LoadMessage, _ scope: CoverageScope) -> Int? {
        guard case .series = scope else { return nil }
        let all = times + (message.rows?.allTimes ?? [])
        return all.count { range.contains(Timestamp(nanoseconds: $0)) }
    }

    /// The parts of a range that are still missing.
    func missing(of range: TimeRange) -> [TimeRange] { RangeSet([range]).subtracting(said).ranges }

    /// What the ledger is told at the end.
    func record(_ item: LoadPlan.Item, _ end: LoadEnd, source: String, job: JobID, at moment: Timestamp) -> FileRecord {
        var record = FileRecord(
            job: job, path: item.name, size: end.bytes, source: source, status: .complete, readAt: moment)
        if case .series(let series) = item.scope { record.series = series }
        record.written = written
        record.duplicates = tally.duplicates
        record.noTrades = tally.noTrades
        record.rejected = tally.rejected
        record.rowsRead = written.rows + tally.duplicates + tally.noTrades + tally.rejected
        record.first = first.map { Timestamp(nanoseconds: $0) }
        record.last = last.map { Timestamp(nanoseconds: $0) }
        record.message = end.note
        if let failure = end.failure {
            (record.status, record.message) = (.failed, failure.message)
        } else if let refusal {
            (record.status, record.message) = (.failed, refusal)
        } else if tally.rejected > 0 {
            let example = end.rejects.first.map { "; record \($0.row): \($0.reason)" } ?? ""
            record.status = .partial
            record.message = "\(tally.rejected) of \(record.rowsRead) records refused\(example)"
        }
        if record.status == .complete, end.hasNothingMore, !missing(of: item.wish.range).isEmpty {
            record.status = record.rowsRead == 0 ? .empty : .partial
        }
        return record
    }
}

extension StoredRows {
    /// The earliest and the latest time, nil without rows.
    fileprivate var times: (first: Int64, last: Int64)? {
        let all = allTimes
        guard let first = all.min(), let last = all.max() else { return nil }
        return (first, last)
    }

    fileprivate var allTimes: [Int64] {
        switch batch {
        case .candles(let batch): (0..<batch.count).map { batch.openTime[$0] }
        case .trades(let batch): (0..<batch.count).map { batch.time[$0] }
        }
    }
}
