import MarketData
import Storage
import Synchronization

/// A connection to a ledger in memory that does one thing wrong, or none.
final class MemoryLedger: Ledger {
    let place: MemoryPlace
    /// What this connection sees where it keeps a copy of its own.
    private let own: Mutex<LedgerContent>
    var fault: LedgerFault { place.ledgerFault }

    init(_ place: MemoryPlace) {
        self.place = place
        own = Mutex(place.content.withLock { $0.ledger })
    }

    var location: String { "memory" }

    func read() -> LedgerContent {
        fault == .keepsOwnCopy ? own.withLock { $0 } : place.content.withLock { $0.ledger }
    }

    /// Changes the content, or leaves it as it is where the body throws.
    func change<Result: Sendable>(
        _ body: (inout LedgerContent) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        let result = place.content.withLock { content -> Swift.Result<Result, StorageError> in
            var copy = fault == .keepsOwnCopy ? own.withLock { $0 } : content.ledger
            do throws(StorageError) {
                let result = try body(&copy)
                if fault == .keepsOwnCopy { own.withLock { [copy] in $0 = copy } }
                content.ledger = copy
                return .success(result)
            } catch {
                if fault == .notesOneByOne { content.ledger = copy }
                return .failure(error)
            }
        }
        return try result.get()
    }

    func addAssets(_ assets: [Asset]) throws(StorageError) -> [Asset] {
        let fault = fault
        return try change { content in
            assets.filter { asset in
                var asset = asset
                if fault == .forgetsCategories { asset.category = nil }
                let known = content.assets.firstIndex { $0.ticker == asset.ticker }
                if let known, fault == .replacesKnownAssets { content.assets[known] = asset }
                if known == nil { content.assets.append(asset) }
                return known == nil || fault == .replacesKnownAssets
            }
        }
    }

    func setAsset(_ asset: Asset) throws(StorageError) -> Bool {
        let fault = fault
        return try change { content in
            guard let known = content.assets.firstIndex(where: { $0.ticker == asset.ticker }) else {
                if fault == .setsUnknownAssets { content.assets.append(asset) }
                return fault == .setsUnknownAssets
            }
            content.assets[known] = asset
            return true
        }
    }

    func assets() -> [Asset] {
        let assets = read().assets
        return fault == .listsAssetsAsAdded ? assets : assets.sorted { $0.ticker < $1.ticker }
    }

    func startJob(_ job: JobStart) throws(StorageError) -> JobID {
        let fault = fault
        return try change { content in
            var job = job
            if fault == .losesSpecs { job.spec = "" }
            if fault == .losesProcesses { job.process = "" }
            let id = JobID(fault == .usesNumbersAgain ? 1 : Int64(content.jobs.count) + 1)
            content.jobs.append(
                JobRecord(
                    id: id, start: job, state: .running, progress: JobProgress(at: job.startedAt), finishedAt: nil,
                    message: ""))
            return id
        }
    }

    func updateJob(_ id: JobID, progress: JobProgress) throws(StorageError) {
        let fault = fault
        try change { content throws(StorageError) in try content.set(progress, of: id, fault) }
    }

    func finishJob(_ id: JobID, state: JobState, message: String, progress: JobProgress) throws(StorageError) {
        let fault = fault
        try change { content throws(StorageError) in
            try content.set(progress, of: id, fault)
            for index in content.jobs.indices where content.jobs[index].id == id {
                (content.jobs[index].state, content.jobs[index].message) = (state, message)
                content.jobs[index].finishedAt = progress.at
            }
        }
    }

    func job(_ id: JobID) -> JobRecord? { read().jobs.first { $0.id == id } }

    func jobs(limit: Int) -> [JobRecord] {
        let jobs = read().jobs
        return Array((fault == .listsOldestFirst ? jobs : jobs.reversed()).prefix(max(0, limit)))
    }

    func finishedSizes(in store: StoreIdentity) -> Set<Int64> {
        let content = read()
        let jobs = Set(content.jobs.filter { $0.start.store == store }.map(\.id))
        let files = content.files.map(\.file).filter { jobs.contains($0.job) && $0.status.isFinished }
        return fault == .losesSizes ? [] : Set(files.map(\.size))
    }

    func finishedFile(sha256: String, series: Series, in store: StoreIdentity) -> FileRecord? {
        read().finished(series, store, fault) { $0.sha256 == sha256 }
    }

    func finishedMember(_ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity) -> FileRecord? {
        read().finished(series, store, fault) { $0.member == fingerprint }
    }

    func record(_ entries: [LedgerEntry]) throws(StorageError) {
        let fault = fault
        try change { content throws(StorageError) in
            for entry in fault == .notesFirstEntryOnly ? entries.prefix(1) : entries[...] {
                try content.note(entry, fault)
            }
        }
    }

    func files(job: JobID) -> [FileRecord] {
        let files = read().files.map(\.file).filter { $0.job == job }
        return fault == .listsFilesAsNoted ? files : files.sorted { $0.path < $1.path }
    }

    func rejects(job: JobID, limit: Int) -> [RejectRecord] {
        rejects(job: job, behind: nil, limit: limit).map { RejectRecord(path: $0.mark.path, reject: $0.reject) }
    }

    func rejects(job: JobID, behind mark: RejectMark?, limit: Int) -> [MarkedReject] {
        let records = read().files.filter { $0.file.job == job }.sorted { $0.file.path < $1.file.path }
        let all = records.flatMap { record in
            let given = record.rejects.enumerated().map { place, reject in
                MarkedReject(reject, at: RejectMark(path: record.file.path, row: reject.row, place: Int64(place)))
            }
            return fault == .listsRejectsAsGiven ? given : given.sorted { Self.comes($0.mark, before: $1.mark) }
        }
        let rest = all.drop { one in
            guard let mark else { return false }
            // One that wants to find the mark itself is lost where that is gone.
            if fault == .losesGoneMarks { return one.mark != mark }
            return !Self.comes(mark, before: one.mark)
        }
        return Array(rest.dropFirst(mark != nil && fault == .losesGoneMarks ? 1 : 0).prefix(max(0, limit)))
    }

    private static func comes(_ one: RejectMark, before other: RejectMark) -> Bool {
        (one.path, one.row, one.place) < (other.path, other.row, other.place)
    }
}
