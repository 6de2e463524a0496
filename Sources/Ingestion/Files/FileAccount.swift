import AdapterHost
import MarketData
import Storage
import Transport

/// What is known of a file that is under way.
struct FileAccount: Sendable {
    private(set) var written = WriteCount()
    private var tally = InspectionTally()
    private var rows = 0
    private var first: Int64?
    private var last: Int64?

    /// Notes records that are not stored.
    mutating func add(_ more: InspectionTally) { tally += more }

    /// Notes rows that were stored.
    mutating func add(_ place: FilePlace, _ count: WriteCount) {
        first = first ?? place.first
        last = place.last
        rows += place.rows
        written += count
    }

    /// What the ledger is told at the end, nil where another run has to read the file. `failure` is why the store
    /// does not keep rows of it.
    func record(
        _ outcome: FileOutcome, of file: IngestFile, failure: String?, job: JobID, at moment: Timestamp
    ) -> FileRecord? {
        if outcome.end == .stopped || outcome.end == .known { return nil }
        var record = FileRecord(
            job: job, path: file.item.path, size: file.item.size, source: file.adapter.id, status: .complete,
            readAt: moment)
        record.series = file.series
        record.sha256 = outcome.sha256
        if case .member(_, let entry) = file.item.place {
            record.member = MemberFingerprint(name: entry.name, size: entry.size, crc32: entry.crc32)
        }
        record.written = written
        record.duplicates = tally.duplicates
        record.noTrades = tally.noTrades
        record.rejected = tally.rejected
        record.rowsRead = rows + record.duplicates + record.noTrades + record.rejected
        record.first = first.map { Timestamp(nanoseconds: $0) }
        record.last = last.map { Timestamp(nanoseconds: $0) }
        (record.status, record.message) = verdict(outcome, record, failure)
        return record
    }

    /// How a file ended, in a word and in a sentence.
    private func verdict(
        _ outcome: FileOutcome, _ record: FileRecord, _ failure: String?
    ) -> (FileStatus, String) {
        if let failure { return (.failed, failure) }
        switch outcome.end {
        // An adapter can give up on a file of which rows were stored before.
        case .invalid(let message): return (record.first == nil ? .invalid : .failed, message)
        case .failed(let message): return (.failed, message)
        default: break
        }
        let first = outcome.rejects.first.map { "line \($0.row): \($0.reason)" } ?? ""
        let good = record.rowsRead - record.rejected
        if record.rowsRead == 0 {
            return (.empty, "there is no record in it; download it again if there should be some")
        }
        if good == 0 { return (.invalid, "no record could be used; \(first)") }
        if record.rejected > 0 {
            return (.partial, "\(record.rejected) of \(record.rowsRead) records refused; \(first)")
        }
        if record.series?.kind == .trades, record.written.updated > 0 {
            let what = "\(record.written.updated) trades took the places of others"
            return (
                .complete,
                "\(what): another file has trades of the same instants; expected all trades of an instant in one file"
            )
        }
        return (.complete, "")
    }
}
