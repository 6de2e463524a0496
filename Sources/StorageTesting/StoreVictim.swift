import Foundation
import MarketData
public import Storage

/// What a program does that is killed in the middle.
public enum VictimWork: String, Hashable, Sendable, CaseIterable {
    /// Writes batches, and announces each when it is settled.
    case settledBatches = "settled-batches"
    /// Writes batches, and announces each when its write returned.
    case returnedBatches = "returned-batches"
    /// Starts a job, notes its progress, and announces each note.
    case ledgerNotes = "ledger-notes"
    /// Writes groups of rows with what the ledger says of them, and announces each.
    case groups
    /// Takes runs of tasks, and announces each.
    case tasks
}

/// The part of a program that is killed in the middle: writes numbered batches, and says on standard output which are
/// safe.
public enum StoreVictim {
    /// Rows of a batch. Enough that a kill often meets one half way.
    static let rows = 2000
    /// After these it waits for its death: a machine may be so busy that nobody has read its first words by then.
    static let batches = 60
    /// Until when it has its runs of tasks.
    static let taskLease = ItemLease(owner: "the victim", until: Timestamp(nanoseconds: 1000))
    static let start = JobStart(
        command: "ingest", subject: "the victim's rows", items: batches, startedAt: Timestamp(nanoseconds: 1),
        store: .random(), storeLocation: "here")

    /// Does the work until it is killed. Prints a number when it is ready, 0, and one after each batch.
    ///
    /// - Parameters:
    ///   - store: opens the place's store.
    ///   - ledger: opens the place's ledger; a store without one never needs it.
    public static func run(
        _ work: VictimWork, store: () throws -> any TimeSeriesStore, ledger: () throws -> any Ledger
    ) throws {
        switch work {
        case .settledBatches, .returnedBatches:
            let store = try store()
            try announce(0)
            for batch in 0..<batches {
                if batch % 2 == 0 {
                    _ = try Candle.write(Candle.run(part(batch)), to: Candle.series(), of: store)
                } else {
                    _ = try Trade.write(Trade.run(part(batch)), to: Trade.series(), of: store)
                }
                if work == .settledBatches { try store.settle(store.mark) }
                try announce(batch + 1)
            }
        case .ledgerNotes:
            let ledger = try ledger()
            let job = try ledger.startJob(start)
            try announce(0)
            for note in 1...batches {
                try ledger.record(notes(note, of: job))
                try announce(note)
            }
        case .groups:
            let (store, ledger) = (try store(), try ledger())
            guard let store = store as? any JointStore, store.shares(ledger) else {
                throw StoreCheckFailure(
                    "the store to be killed", expected: "one that shares its ledger", found: "not so")
            }
            let job = try ledger.startJob(start)
            try announce(0)
            for batch in 0..<batches / 2 {
                _ = try store.write(group(batch)) { _ in notes(batch + 1, of: job) }
                try announce(batch + 1)
            }
        case .tasks:
            guard let ledger = try ledger() as? any ServiceLedger else {
                throw StoreCheckFailure("the ledger to be killed", expected: "one that keeps tasks", found: "not so")
            }
            try announce(0)
            for number in 1...batches {
                _ = try ledger.takeTask(
                    entry(number), task: "x", due: Timestamp(nanoseconds: 1), lease: taskLease,
                    now: Timestamp(nanoseconds: 2))
                try announce(number)
            }
        }
        // Standard input ends when whoever started it is gone: then nobody will kill it.
        _ = try FileHandle.standardInput.readToEnd()
    }

    /// The numbers of a batch's rows. Candles and trades take turns.
    static func part(_ batch: Int) -> Range<Int> { batch / 2 * rows..<(batch / 2 + 1) * rows }

    /// The entry of the schedule of which it takes a run.
    static func entry(_ number: Int) -> String { "entry \(number)" }

    static func group(_ batch: Int) -> [StoredRows] {
        [
            Candle.stored(Candle.run(part(2 * batch)), of: Candle.series()),
            Trade.stored(Trade.run(part(2 * batch)), of: Trade.series()),
        ]
    }

    /// What is noted together: a file by its number, and that so many items are done.
    static func notes(_ number: Int, of job: JobID) -> [LedgerEntry] {
        var progress = JobProgress(at: Timestamp(nanoseconds: Int64(number)))
        progress.itemsDone = number
        let file = FileRecord(
            job: job, path: "file \(100_000 + number)", size: 1, source: "test", status: .partial,
            readAt: Timestamp(nanoseconds: Int64(number)))
        let reject = Reject(row: Int64(number), position: 0, code: .number, reason: "none", raw: "x")
        return [.file(file, rejects: [reject]), .progress(job, progress)]
    }

    private static func announce(_ number: Int) throws {
        try FileHandle.standardOutput.write(contentsOf: Data("\(number)\n".utf8))
    }
}
