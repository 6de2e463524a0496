import AdapterHost
import MarketData
import Storage

/// Takes what readers of a source hand on: the rows to the store, and behind them what follows from them to the ledger.
///
/// A store that shares the ledger's database takes both in one transaction. Of any other the ledger hears when the rows
/// are durable: a crash between the two costs a repeat and never a hole.
struct LoadWriting {
    private let items: LoadItems
    private let store: any TimeSeriesStore
    private let joint: (any JointStore)?
    private let ledger: any Ledger
    private let job: JobID
    private let tiers: TierList
    private let meter: LoadMeter
    private let pool: BatchPool
    private let now: @Sendable () -> Timestamp
    private let onItem: @Sendable (FileRecord) -> Void
    private let isDurableAtOnce: Bool
    /// The job is shared with others: set where it has items.
    private let share: JobShare?

    private var accounts: [Int: LoadAccount] = [:]
    private var knownAssets: Set<String>
    /// Entries that wait for rows to be durable.
    private var waiting: [LedgerEntry] = []
    private var since: Timestamp?
    private var lastSign: Timestamp

    /// Why the store or the ledger takes nothing more.
    private(set) var failure: StorageError?
    private(set) var records: [FileRecord] = []
    private(set) var newAssets: [Asset] = []
    /// What the sources have said that they can never give.
    private(set) var limits: [LoadClaim] = []
    /// Parts that are through and of which the ledger has not heard.
    private var ended: [(number: Int, outcome: LoadOutcome)] = []
    /// Parts that were given up.
    private(set) var itemsGivenUp = 0

    /// The ledger hears of rows at least so often, in nanoseconds.
    private static let groupTime: Int64 = 500_000_000

    init(
        _ items: LoadItems, _ store: any TimeSeriesStore, _ ledger: any Ledger, job: JobID, share: JobShare? = nil,
        tiers: TierList, knownAssets: Set<String>, meter: LoadMeter, pool: BatchPool,
        now: @escaping @Sendable () -> Timestamp, onItem: @escaping @Sendable (FileRecord) -> Void
    ) {
        self.items = items
        self.share = share
        self.store = store
        joint = (store as? any JointStore).flatMap { $0.shares(ledger) ? $0 : nil }
        self.ledger = ledger
        self.job = job
        self.tiers = tiers
        self.knownAssets = knownAssets
        self.meter = meter
        self.pool = pool
        self.now = now
        self.onItem = onItem
        isDurableAtOnce = store.traits.keeps(.durableAtOnce)
        lastSign = now()
    }

    /// Takes one message. After a failure everything is taken and dropped, so that readers that wait can end.
    mutating func take(_ message: LoadMessage) {
        defer { if let rows = message.rows { pool.giveBack(rows) } }
        guard failure == nil else {
            if message.end != nil { items.end(message.item, .stopped) }
            return
        }
        do throws(StorageError) {
            try addAssets(of: message)
            try write(message)
            try sign()
        } catch {
            fail(error)
            if message.end != nil { items.end(message.item, .stopped) }
        }
    }

    /// Brings to an end what is under way; behind the last message.
    mutating func finish() {
        guard failure == nil else { return }
        do throws(StorageError) { try settle() } catch { fail(error) }
    }

    private mutating func fail(_ error: StorageError) {
        failure = error
        for (number, _) in ended { items.end(number, .stopped) }
        ended = []
        meter.stop()
    }

    private mutating func write(_ message: LoadMessage) throws(StorageError) {
        let rows = accounts[message.item]?.refusal == nil ? message.rows : nil
        do throws(StorageError) {
            if let joint, let rows {
                let (before, moment) = (accounts[message.item] ?? LoadAccount(), now())
                var counts: [WriteCount] = []
                let progress = meter.reading.progress
                _ = try joint.write([rows]) { written in
                    counts = written[0]
                    var after = before
                    let entries = entries(message, counts, &after, moment)
                    if share != nil { return entries }
                    return entries + [.progress(job, progress.adding(message, counts, moment))]
                }
                conclude(message, counts, moment)
                tellEnded()
                return
            }
            let counts = try rows.map { rows throws(StorageError) in try store.write(rows) } ?? []
            try note(message, counts)
        } catch  where error.code == .unsupported && rows != nil {
            accounts[message.item, default: LoadAccount()].refusal = error.description
            var rest = message
            (rest.rows, rest.claims) = (nil, [])
            try note(rest, [])
        }
    }

    /// Notes a message whose rows are written and perhaps not durable.
    private mutating func note(_ message: LoadMessage, _ counts: [WriteCount]) throws(StorageError) {
        let moment = now()
        var after = accounts[message.item] ?? LoadAccount()
        waiting += entries(message, counts, &after, moment)
        conclude(message, counts, moment)
        since = since ?? moment
        // Who waits for the end of a part would wait for ever where nothing more comes.
        let isAwaited = share != nil && message.end != nil
        if isDurableAtOnce || isAwaited || moment.nanoseconds - (since ?? moment).nanoseconds >= Self.groupTime {
            try settle()
        }
    }

    /// Waits for the rows to be durable, and tells the ledger.
    private mutating func settle() throws(StorageError) {
        since = nil
        if waiting.isEmpty { return }
        try store.settle(store.mark)
        try ledger.record(waiting)
        waiting = []
        tellEnded()
    }

    private mutating func tellEnded() {
        for (number, outcome) in ended { items.end(number, outcome) }
        ended = []
    }

    /// What the ledger has to hear of a message.
    private func entries(
        _ message: LoadMessage, _ counts: [WriteCount], _ account: inout LoadAccount, _ moment: Timestamp
    ) -> [LedgerEntry] {
        let item = items[message.item]
        var entries: [LedgerEntry] =
            account.refusal != nil
            ? []
            : message.claims.map { claim in
                .coverage(
                    CoverageRecord(
                        claim.scope, claim.claim, claim.range, job: job, at: moment,
                        medium: item.scope.source == Series.derivedSource ? .derived : .api, origin: item.name,
                        rows: claim.claim == .covered ? account.rows(in: claim.range, with: message, item.scope) : 0))
            }
        account.add(message, counts, item.scope)
        if let share, let place = items.place(message.item) {
            entries.append(.advance(job, JobProgress(at: moment).adding(message, counts, moment)))
            if message.end == nil {
                entries.append(share.entry(place, item.progress(account.rowsRead, behind: message.token)))
            }
        }
        guard let end = message.end, !end.isStopped else { return entries }
        let record = account.record(item, end, source: item.scope.source, job: job, at: moment)
        entries.append(.file(record, rejects: end.rejects))
        // Of a shared job's item other sources may have what this one has not: who leads it says what is given up.
        if share != nil { return entries }
        if let number = item.givenUp { entries.append(.takenUp(number)) }
        if record.status == .failed {
            let reason = end.failure?.reason ?? "not-kept"
            for range in account.missing(of: item.wish.range) {
                entries.append(
                    .givenUp(
                        GivenUp(
                            job: job, scope: item.scope, range: range, reason: reason, message: record.message,
                            at: moment)))
            }
        }
        return entries
    }

    /// Carries a message over to what is known of its part and of the job.
    private mutating func conclude(_ message: LoadMessage, _ counts: [WriteCount], _ moment: Timestamp) {
        let item = items[message.item]
        accounts[message.item, default: LoadAccount()].add(message, counts, item.scope)
        limits += message.claims.filter { $0.claim == .sourceLimit }
        for count in counts { RowInstruments.wrote(count, source: item.scope.source, item.scope.kind) }
        RowInstruments.skipped(message.tally, source: item.scope.source, item.scope.kind)
        meter.update { $0.progress = $0.progress.adding(message, counts, moment) }
        guard let end = message.end else { return }
        let account = accounts.removeValue(forKey: message.item) ?? LoadAccount()
        if end.isStopped {
            ended.append((message.item, .stopped))
            return
        }
        let record = account.record(item, end, source: item.scope.source, job: job, at: moment)
        let failure =
            end.failure ?? account.refusal.map { LoadFailure("not-kept", $0) }
            ?? (end.hasNothingMore ? LoadFailure(AdapterErrorClass.noData.word, end.note) : nil)
        let missing = RangeSet(account.missing(of: item.wish.range))
        ended.append((message.item, .ended(record, missing: missing, limited: account.limited, failure)))
        let isGivenUp = record.status == .failed
        if isGivenUp { itemsGivenUp += 1 }
        meter.update {
            $0.requestsDone += item.requests
            // Items of a shared job are counted by who leads them.
            if share != nil { return }
            $0.progress.itemsDone += 1
            if isGivenUp { $0.progress.itemsFailed += 1 }
        }
        records.append(record)
        onItem(record)
    }

    /// Assets that are met for the first time.
    private mutating func addAssets(of message: LoadMessage) throws(StorageError) {
        guard let rows = message.rows else { return }
        var new: [Asset] = []
        for instrument in rows.series.lazy.map(\.instrument) where knownAssets.insert(instrument.base).inserted {
            var asset = tiers.asset(instrument)
            if let category = items[message.item].wish.category { asset.category = category }
            new.append(asset)
        }
        if !new.isEmpty { newAssets += try ledger.addAssets(new) }
    }

    /// Tells the ledger once a second that the job lives.
    private mutating func sign() throws(StorageError) {
        if let share { return try share.show() }
        let moment = now()
        guard moment.nanoseconds - lastSign.nanoseconds >= 1_000_000_000 else { return }
        lastSign = moment
        meter.update { $0.progress.at = moment }
        try ledger.updateJob(job, progress: meter.reading.progress)
    }
}

extension JobProgress {
    /// With what a message brings.
    fileprivate func adding(_ message: LoadMessage, _ counts: [WriteCount], _ moment: Timestamp) -> JobProgress {
        var progress = self
        for count in counts {
            progress.written += count
            progress.rowsRead += count.rows
        }
        progress.rowsRead += message.tally.duplicates + message.tally.noTrades + message.tally.rejected
        progress.duplicates += message.tally.duplicates
        progress.noTrades += message.tally.noTrades
        progress.rejected += message.tally.rejected
        progress.at = moment
        return progress
    }
}

extension LoadPlan.Item {
    /// What is noted of the job's item while this part is under way.
    fileprivate func progress(_ rows: Int, behind token: [UInt8]) -> JobItemProgress {
        let place = LoadToken(source: scope.source, range: wish.range, token: token)
        return JobItemProgress(.running, rows: rows, resumeToken: token.isEmpty ? "" : place.text)
    }
}

extension LoadWish {
    /// What sort of thing is asked for, nil where nobody said.
    var category: AssetCategory? {
        switch subject {
        case .instrument(_, let category): category
        case .group(let category, _): category
        }
    }
}
