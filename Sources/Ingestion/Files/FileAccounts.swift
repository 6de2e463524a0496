import MarketData
import Storage

/// A message whose rows are stored, and what became of them.
struct WrittenMessage: Sendable {
    var places: [FilePlace]
    var pieces: [FilePiece]
    var ends: [FileEnd]
    /// One for each place.
    var counts: [WriteCount]

    init(_ message: ReaderMessage, _ counts: [WriteCount]) {
        (places, pieces, ends) = (message.places, message.pieces, message.ends)
        self.counts = counts
    }

    /// Adds its rows and records to a job's progress.
    func count(into progress: inout JobProgress) {
        for count in counts {
            progress.rowsRead += count.rows
            progress.written += count
        }
        for piece in pieces {
            progress.rowsRead += piece.tally.duplicates + piece.tally.noTrades + piece.tally.rejected
            progress.duplicates += piece.tally.duplicates
            progress.noTrades += piece.tally.noTrades
            progress.rejected += piece.tally.rejected
        }
    }

    /// Bytes that are through with it.
    var bytes: Int64 {
        pieces.reduce(0) { $0 + $1.bytes } + ends.reduce(0) { $0 + $1.outcome.bytesLeft }
    }
}

/// A file that is through and whose rows are stored.
struct FileConclusion: Sendable {
    var end: FileEnd
    /// What the ledger is told, nil where that is nothing.
    var record: FileRecord?
    /// Nanoseconds from the first to the last look at it.
    var duration: Int64 = 0

    /// What the ledger is told of it, and of the item that it is of a shared job.
    func entries(_ share: FileShare?) -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        if let record {
            entries.append(.file(record, rejects: end.outcome.rejects))
            entries += FileAssertions.ofRows(record, refused: end.outcome.refused, at: record.readAt).map {
                .coverage($0)
            }
        }
        if let item = share?.entry(self) { entries.append(item) }
        return entries
    }

    /// Whether the file is through, and whether it is not read whole.
    var isThrough: Bool { record != nil || end.outcome.end == .known }
    var isFailed: Bool { record.map { !$0.status.isFinished } ?? false }
    /// As an item of a shared job: an empty file is as done as it ever will be.
    var isItemFailed: Bool { isFailed && record?.status != .empty }
}

/// What an ingest does of a job that others may work on too: each file is an item.
struct FileShare: Sendable {
    let share: JobShare
    /// The items' places, by the files' numbers in the plan.
    let places: [Int]

    /// What is noted of a file's item.
    fileprivate func entry(_ conclusion: FileConclusion) -> LedgerEntry? {
        guard conclusion.isThrough else { return nil }
        let record = conclusion.record
        let progress = JobItemProgress(
            conclusion.isItemFailed ? .failed : .done,
            errorClass: conclusion.isItemFailed ? record?.status.rawValue ?? "" : "",
            message: record?.message ?? "", rows: record?.rowsRead ?? 0, duration: conclusion.duration)
        return share.entry(places[conclusion.end.file], progress)
    }

    /// What comes to the job's counts with these.
    func advance(_ messages: [WrittenMessage], _ conclusions: [FileConclusion], at moment: Timestamp) -> LedgerEntry {
        var progress = JobProgress(at: moment)
        for message in messages { message.count(into: &progress) }
        progress.itemsDone = conclusions.filter(\.isThrough).count
        progress.itemsFailed = conclusions.filter(\.isItemFailed).count
        return .advance(share.job, progress)
    }
}

/// Files that are under way, by their numbers in the plan.
struct FileAccounts: Sendable {
    let files: [IngestFile]
    let job: JobID
    private var accounts: [Int: FileAccount] = [:]
    /// Why the store does not keep rows of a file.
    private(set) var failures: [Int: String] = [:]

    init(_ files: [IngestFile], job: JobID) { (self.files, self.job) = (files, job) }

    /// Notes that the store does not keep rows of a file.
    mutating func fail(_ file: Int, _ reason: String) { failures[file] = failures[file] ?? reason }

    /// Carries messages over; the files that are through with them.
    mutating func conclude(_ messages: [WrittenMessage], at moment: Timestamp) -> [FileConclusion] {
        var conclusions: [FileConclusion] = []
        for message in messages {
            for piece in message.pieces { accounts[piece.file, default: FileAccount()].add(piece.tally) }
            // Rows that the store does not keep count nowhere.
            for (place, count) in zip(message.places, message.counts) where count.rows > 0 {
                accounts[place.file, default: FileAccount()].add(place, count)
            }
            for end in message.ends {
                let account = accounts.removeValue(forKey: end.file) ?? FileAccount()
                let record = account.record(
                    end.outcome, of: files[end.file], failure: failures[end.file], job: job, at: moment)
                let taken = max(0, moment.nanoseconds - (end.outcome.opened ?? moment).nanoseconds)
                conclusions.append(FileConclusion(end: end, record: record, duration: taken))
            }
        }
        return conclusions
    }
}
