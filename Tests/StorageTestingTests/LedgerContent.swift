import MarketData
import Storage

/// What a ledger in memory holds.
struct LedgerContent: Sendable {
    var assets: [Asset] = []
    var jobs: [JobRecord] = []
    /// In the order in which they were noted.
    var files: [(file: FileRecord, rejects: [Reject])] = []
    var coverage: [CoverageRecord] = []
    /// In the order in which they were first noted.
    var examined: [(store: StoreIdentity, series: Series, ranges: RangeSet)] = []
    var suspects: [(store: StoreIdentity, suspect: Suspect)] = []
    var gaps: [Gap] = []
    var items: [JobItemRecord] = []
    var givenUp: [GivenUpRecord] = []
    /// In the order in which they were added.
    var tokens: [AccessToken] = []
    var circuits: [CircuitRecord] = []
    var alerts: [AlertRecord] = []
    /// Who sends an alert's message, by the alert's number.
    var tellers: [Int64: ItemLease] = [:]
    var alertCount: Int64 = 0
    var audit: [AuditRecord] = []
    var runs: [TaskRunRecord] = []
    /// Numbers that were given out.
    var numbers: Int64 = 0

    mutating func set(_ progress: JobProgress, of id: JobID, _ fault: LedgerFault) throws(StorageError) {
        var progress = progress
        if fault == .forgetsToken { progress.resumeToken = "" }
        if fault == .cutsNumbers { progress.rowsRead = Int(Int32(truncatingIfNeeded: progress.rowsRead)) }
        guard jobs.contains(where: { $0.id == id }) || fault == .updatesUnknownJobs else {
            throw MemoryPlace.error(.other, "there is no job \(id)")
        }
        for index in jobs.indices where jobs[index].id == id || fault == .updatesAllJobs {
            jobs[index].progress = progress
        }
    }

    mutating func note(_ entry: LedgerEntry, _ fault: LedgerFault) throws(StorageError) {
        switch entry {
        case .progress(let job, let progress): try set(progress, of: job, fault)
        case .advance(let job, let progress): try advance(progress, of: job, fault)
        case .coverage(let record): try note(record, fault)
        case .verified(let scope, let store, let moment): verify(scope, store, moment, fault)
        case .examined(let examination): note(examination, fault)
        case .gap(let gap): note(gap, fault)
        case .item(let job, let place, let progress, let owner): try set(progress, place, of: job, owner, fault)
        case .givenUp(var part):
            if fault == .losesReasons { part.reason = "" }
            numbers = fault == .numbersGivenUpAgain ? Int64(givenUp.count) + 1 : numbers + 1
            givenUp.append(GivenUpRecord(number: numbers, part))
        case .takenUp(let number):
            if fault == .keepsTakenUp { return }
            givenUp.removeAll { $0.number == number }
        case .file(var file, var rejects):
            guard jobs.contains(where: { $0.id == file.job }) || fault == .takesFilesWithoutJob else {
                throw MemoryPlace.error(.other, "there is no job \(file.job)")
            }
            if fault == .losesMessages { file.message = "" }
            if fault == .losesMembers { file.member = nil }
            if fault == .cutsTexts { file.path = String(file.path.prefix(255)) }
            if fault == .forgetsAfterFailure { files.removeAll { $0.file.path == file.path } }
            if fault == .forgetsCodes {
                rejects = rejects.map {
                    Reject(row: $0.row, position: $0.position, code: .other, reason: $0.reason, raw: $0.raw)
                }
            }
            if fault != .keepsBothRecords {
                files.removeAll { $0.file.job == file.job && $0.file.path == file.path }
            }
            files.append((file, rejects))
        }
    }

    /// The newest finished file that matches.
    func finished(
        _ series: Series, _ store: StoreIdentity, _ fault: LedgerFault, where matches: (FileRecord) -> Bool
    ) -> FileRecord? {
        files.last { record in
            let isOfStore = jobs.contains { $0.id == record.file.job && $0.start.store == store }
            return matches(record.file) && (record.file.series == series || fault == .mixesUpSeries)
                && (isOfStore || fault == .mixesUpStores)
                && (record.file.status.isFinished || fault == .takesFailedForFinished)
        }?.file
    }
}
