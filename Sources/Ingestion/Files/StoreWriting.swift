import AdapterHost
import MarketData
import Storage
import Transport

/// The one writer of an ingest: rows into the store, then the ledger says so.
struct StoreWriting: Sendable {
    let store: any TimeSeriesStore
    let ledger: any Ledger
    let files: [IngestFile]
    let job: JobID
    let pool: BatchPool
    let meter: IngestMeter
    let life: SignOfLife
    let stopsOnError: Bool
    let now: @Sendable () -> Timestamp
    let onFile: @Sendable (FileRecord) -> Void

    /// What is known of a file that is under way.
    private struct Account {
        var written = WriteCount()
        var tally = InspectionTally()
        var rows = 0
        var first: Int64?
        var last: Int64?
        var failure: String?
    }

    private var accounts: [Int: Account] = [:]
    /// Why the store or the ledger takes nothing more.
    private(set) var failure: StorageError?
    private(set) var records: [FileRecord] = []
    /// The first rejects of the first files that have any, by path, to be shown.
    private(set) var examples: [String: [Reject]] = [:]

    init(
        store: any TimeSeriesStore, ledger: any Ledger, files: [IngestFile], job: JobID, pool: BatchPool,
        meter: IngestMeter, life: SignOfLife, stopsOnError: Bool, now: @escaping @Sendable () -> Timestamp,
        onFile: @escaping @Sendable (FileRecord) -> Void
    ) {
        self.store = store
        self.ledger = ledger
        self.files = files
        self.job = job
        self.pool = pool
        self.meter = meter
        self.stopsOnError = stopsOnError
        self.now = now
        self.onFile = onFile
        self.life = life
    }

    /// Takes one message. After a failure of the store everything is taken and dropped, so that readers that
    /// wait to hand on can end.
    mutating func take(_ message: ReaderMessage) {
        switch message {
        case .rows(let batch, let file, let tally, let bytes):
            if failure == nil { write(batch, of: file, tally, bytes) }
            pool.giveBack(batch)
        case .end(let outcome, let file):
            if failure == nil { end(outcome, of: file) }
        }
        if failure == nil { showLife() }
    }

    private mutating func write(_ batch: RowBatch, of file: Int, _ tally: InspectionTally, _ bytes: Int64) {
        var account = accounts[file] ?? Account()
        defer { accounts[file] = account }
        account.tally.duplicates += tally.duplicates
        account.tally.noTrades += tally.noTrades
        account.tally.rejected += tally.rejected
        var written = WriteCount()
        var rows = 0
        if batch.count > 0, account.failure == nil {
            do throws(StorageError) {
                written = try batch.write(to: store, files[file].series)
                let times = batch.times
                account.first = account.first ?? times.first
                account.last = times.last
                rows = batch.count
                account.rows += rows
                account.written += written
            } catch  where error.code == .unsupported {
                // These rows cannot be kept by this store; other files' can.
                account.failure = error.description
            } catch {
                fail(error)
                return
            }
        }
        meter.update { reading in
            reading.bytesDone += bytes
            reading.progress.rowsRead += rows + tally.duplicates + tally.noTrades + tally.rejected
            reading.progress.written += written
            reading.progress.duplicates += tally.duplicates
            reading.progress.noTrades += tally.noTrades
            reading.progress.rejected += tally.rejected
        }
    }

    private mutating func end(_ outcome: FileOutcome, of file: Int) {
        let account = accounts.removeValue(forKey: file) ?? Account()
        meter.update { $0.bytesDone += outcome.bytesLeft }
        switch outcome.end {
        case .stopped:
            // Left for another run: no record says that it was read.
            break
        case .known:
            meter.update {
                $0.filesKnown += 1
                $0.progress.itemsDone += 1
            }
        default:
            record(outcome, account, files[file])
        }
    }

    private mutating func record(_ outcome: FileOutcome, _ account: Account, _ file: IngestFile) {
        var record = FileRecord(
            job: job, path: file.item.path, size: file.item.size, source: file.adapter.id, status: .complete,
            readAt: now())
        record.series = file.series
        record.sha256 = outcome.sha256
        if case .member(_, let entry) = file.item.place {
            record.member = MemberFingerprint(name: entry.name, size: entry.size, crc32: entry.crc32)
        }
        record.written = account.written
        record.duplicates = account.tally.duplicates
        record.noTrades = account.tally.noTrades
        record.rejected = account.tally.rejected
        record.rowsRead = account.rows + record.duplicates + record.noTrades + record.rejected
        record.first = account.first.map { Timestamp(nanoseconds: $0) }
        record.last = account.last.map { Timestamp(nanoseconds: $0) }
        (record.status, record.message) = Self.verdict(outcome, record, account.failure)
        do throws(StorageError) {
            try ledger.recordFile(record, rejects: outcome.rejects)
        } catch {
            fail(error)
            return
        }
        let isFinished = record.status.isFinished
        meter.update {
            $0.progress.itemsDone += 1
            if !isFinished { $0.progress.itemsFailed += 1 }
        }
        records.append(record)
        if !outcome.rejects.isEmpty, examples.count < 100 { examples[record.path] = Array(outcome.rejects.prefix(3)) }
        onFile(record)
        if stopsOnError, record.status != .complete { meter.stop() }
    }

    /// How a file ended, in a word and in a sentence.
    private static func verdict(
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

    private mutating func fail(_ error: StorageError) {
        failure = error
        meter.stop()
    }

    private mutating func showLife() {
        do throws(StorageError) {
            try life.show()
        } catch {
            fail(error)
        }
    }
}
