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

    /// The entry for the ledger.
    var entry: LedgerEntry? { record.map { .file($0, rejects: end.outcome.rejects) } }
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
                conclusions.append(FileConclusion(end: end, record: record))
            }
        }
        return conclusions
    }
}
