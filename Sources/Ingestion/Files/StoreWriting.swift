import MarketData
import Storage

/// The one writer of an ingest: rows into the store, then the ledger says so.
///
/// A store that shares the ledger's database takes groups of batches with what the ledger is to note, in one
/// transaction. A store whose rows become durable later is asked for the group before while the next one is written.
struct StoreWriting: Sendable {
    private let store: any TimeSeriesStore
    private let joint: (any JointStore)?
    private let ledger: any Ledger
    private let pool: BatchPool
    private let meter: IngestMeter
    private let life: SignOfLife
    private let stopsOnError: Bool
    private let now: @Sendable () -> Timestamp
    private let onFile: @Sendable (FileRecord) -> Void
    private let isDurableAtOnce: Bool
    private let share: FileShare?

    private var accounts: FileAccounts
    /// Messages that a joint store has not got yet.
    private var held: [ReaderMessage] = []
    /// Messages whose rows are written and whose group is not closed.
    private var written: [WrittenMessage] = []
    /// Groups that are written and perhaps not durable.
    private var settling: [(mark: WriteMark, messages: [WrittenMessage])] = []
    /// When the open group began.
    private var since: Timestamp?

    /// Why the store or the ledger takes nothing more.
    private(set) var failure: StorageError?
    private(set) var records: [FileRecord] = []
    /// What earlier jobs noted of the files that were known.
    private(set) var known: [FileRecord] = []
    /// The first rejects of the first files that have any, by path, to be shown.
    private(set) var examples: [String: [Reject]] = [:]

    /// The ledger hears of files at least so often, in nanoseconds.
    private static let groupTime: Int64 = 500_000_000

    init(
        _ context: ReadingContext, store: any TimeSeriesStore, job: JobID, share: FileShare?, pool: BatchPool,
        onFile: @escaping @Sendable (FileRecord) -> Void
    ) {
        self.share = share
        self.store = store
        ledger = context.ledger
        joint = (store as? any JointStore).flatMap { [ledger = context.ledger] in $0.shares(ledger) ? $0 : nil }
        self.pool = pool
        meter = context.meter
        life = context.life
        stopsOnError = context.options.stopsOnError
        now = context.now
        self.onFile = onFile
        isDurableAtOnce = store.traits.keeps(.durableAtOnce)
        accounts = FileAccounts(context.files, job: job)
    }

    /// Takes one message. After a failure of the store everything is taken and dropped, so that readers that
    /// wait to hand on can end.
    mutating func take(_ message: ReaderMessage) {
        guard failure == nil else {
            if let rows = message.rows { pool.giveBack(rows) }
            return
        }
        do throws(StorageError) {
            let moment = now()
            since = since ?? moment
            if joint != nil {
                held.append(message)
            } else {
                try write(message)
            }
            if isDue(message, moment) { try closeGroup() }
            try life.show()
        } catch {
            fail(error)
        }
    }

    /// Brings to an end what is under way; behind the last message.
    mutating func finish() {
        guard failure == nil else { return }
        do throws(StorageError) {
            try closeGroup()
            try settle(allBut: 0)
        } catch {
            fail(error)
        }
    }

    private func isDue(_ message: ReaderMessage, _ moment: Timestamp) -> Bool {
        if joint != nil, held.lazy.filter({ $0.rows != nil }).count >= store.traits.batchesAGroup { return true }
        if joint == nil, isDurableAtOnce { return !message.ends.isEmpty }
        return moment.nanoseconds - (since ?? moment).nanoseconds >= Self.groupTime
    }

    private mutating func write(_ message: ReaderMessage) throws(StorageError) {
        var counts: [WriteCount] = []
        if let rows = message.rows {
            defer { pool.giveBack(rows) }
            counts = try store(rows, message.places)
        }
        add(WrittenMessage(message, counts))
    }

    /// Notes a message whose rows are stored.
    private mutating func add(_ message: WrittenMessage) {
        for (place, count) in zip(message.places, message.counts) {
            let series = accounts.files[place.file].series
            RowInstruments.wrote(count, source: series.source, series.kind)
        }
        for piece in message.pieces {
            let series = accounts.files[piece.file].series
            RowInstruments.skipped(piece.tally, source: series.source, series.kind)
        }
        meter.update {
            message.count(into: &$0.progress)
            $0.bytesDone += message.bytes
        }
        written.append(message)
    }

    /// Stores rows; where some of them cannot be kept by this store, the files that they are of fail and no other.
    private mutating func store(_ rows: StoredRows, _ places: [FilePlace]) throws(StorageError) -> [WriteCount] {
        if places.allSatisfy({ accounts.failures[$0.file] == nil }) {
            do throws(StorageError) {
                return try store.write(rows)
            } catch  where error.code == .unsupported {
                if places.count == 1 {
                    accounts.fail(places[0].file, error.description)
                    return [WriteCount()]
                }
            }
        }
        var counts = places.map { _ in WriteCount() }
        for (index, place) in places.enumerated() where place.rows > 0 && accounts.failures[place.file] == nil {
            do throws(StorageError) {
                counts[index] = try store.write(rows.part(index))[0]
            } catch  where error.code == .unsupported {
                accounts.fail(place.file, error.description)
            }
        }
        return counts
    }

    private mutating func closeGroup() throws(StorageError) {
        since = nil
        if let joint { return try closeJointGroup(joint) }
        if written.isEmpty { return }
        settling.append((store.mark, written))
        written = []
        try settle(allBut: isDurableAtOnce ? 0 : 1)
    }

    /// Waits for groups to be durable, and then tells the ledger.
    private mutating func settle(allBut rest: Int) throws(StorageError) {
        while settling.count > rest {
            let group = settling[0]
            try store.settle(group.mark)
            var after = accounts
            let moment = now()
            let conclusions = after.conclude(group.messages, at: moment)
            var entries = conclusions.flatMap { $0.entries(share) }
            if let share { entries.append(share.advance(group.messages, conclusions, at: moment)) }
            try ledger.record(entries)
            accounts = after
            settling.removeFirst()
            for conclusion in conclusions { publish(conclusion) }
        }
    }

    private mutating func closeJointGroup(_ joint: any JointStore) throws(StorageError) {
        let messages = held
        held = []
        if messages.isEmpty { return }
        defer { for message in messages { if let rows = message.rows { pool.giveBack(rows) } } }
        let moment = now()
        let wanted = messages.map { message in
            message.rows.flatMap { rows in
                message.places.allSatisfy { accounts.failures[$0.file] == nil } ? rows : nil
            }
        }
        let (before, progress) = (accounts, meter.reading.progress)
        let counts: [[WriteCount]]
        do throws(StorageError) {
            counts = try joint.write(wanted.compactMap { $0 }) { counts in
                let group = Self.group(messages, wanted, counts)
                var (after, progress) = (before, progress)
                let conclusions = after.conclude(group, at: moment)
                let entries = conclusions.flatMap { $0.entries(share) }
                if let share { return entries + [share.advance(group, conclusions, at: moment)] }
                for message in group { message.count(into: &progress) }
                progress.at = moment
                return entries + [.progress(before.job, progress)]
            }
        } catch  where error.code == .unsupported {
            // Some rows cannot be kept: all others one message after the other, and then the ledger.
            for message in messages {
                add(
                    WrittenMessage(
                        message,
                        try message.rows.map { rows throws(StorageError) in
                            try store(rows, message.places)
                        } ?? []))
            }
            settling.append((store.mark, written))
            written = []
            return try settle(allBut: 0)
        }
        let group = Self.group(messages, wanted, counts)
        for message in group { add(message) }
        written = []
        for conclusion in accounts.conclude(group, at: moment) { publish(conclusion) }
    }

    /// Messages with the counts of the rows that were wanted.
    private static func group(
        _ messages: [ReaderMessage], _ wanted: [StoredRows?], _ counts: [[WriteCount]]
    ) -> [WrittenMessage] {
        var next = counts.makeIterator()
        return zip(messages, wanted).map { message, rows in
            WrittenMessage(message, rows == nil ? message.places.map { _ in WriteCount() } : next.next() ?? [])
        }
    }

    /// A file is in the ledger.
    private mutating func publish(_ conclusion: FileConclusion) {
        if conclusion.end.outcome.end == .known {
            if let record = conclusion.end.outcome.known { known.append(record) }
            meter.update {
                $0.filesKnown += 1
                $0.progress.itemsDone += 1
            }
        }
        guard let record = conclusion.record else { return }
        let isFinished = record.status.isFinished
        meter.update {
            $0.progress.itemsDone += 1
            if !isFinished { $0.progress.itemsFailed += 1 }
        }
        records.append(record)
        let rejects = conclusion.end.outcome.rejects
        if !rejects.isEmpty, examples.count < 100 { examples[record.path] = Array(rejects.prefix(3)) }
        onFile(record)
        if stopsOnError, record.status != .complete { meter.stop() }
    }

    private mutating func fail(_ error: StorageError) {
        failure = error
        for message in held { if let rows = message.rows { pool.giveBack(rows) } }
        held = []
        meter.stop()
    }
}
