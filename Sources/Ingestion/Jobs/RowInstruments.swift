import CoreMetrics
import MarketData
import Storage

/// What jobs count, through swift-metrics, a batch at a time: nothing where the program keeps no metrics.
enum RowInstruments {
    /// Rows that a store took.
    static func wrote(_ count: WriteCount, source: String, _ kind: SeriesKind) {
        let results = [
            ("inserted", count.inserted), ("updated", count.updated), ("unchanged", count.unchanged),
            ("accepted", count.accepted),
        ]
        for (result, rows) in results where rows > 0 {
            let labels = [("source", source), ("kind", kind.word), ("result", result)]
            Counter(label: "candlewick_rows_written_total", dimensions: labels).increment(by: rows)
        }
        read(count.rows, source: source, kind)
    }

    /// Records that did not become rows.
    static func skipped(_ tally: InspectionTally, source: String, _ kind: SeriesKind) {
        for (reason, rows) in [("duplicate", tally.duplicates), ("no-trades", tally.noTrades)] where rows > 0 {
            let labels = [("source", source), ("kind", kind.word), ("reason", reason)]
            Counter(label: "candlewick_rows_skipped_total", dimensions: labels).increment(by: rows)
        }
        read(tally.duplicates + tally.noTrades + tally.rejected, source: source, kind)
    }

    /// Records that were refused, by why.
    static func rejected(_ counts: [Reject.Code: Int], source: String) {
        for (code, rows) in counts where rows > 0 {
            let labels = [("source", source), ("code", "\(code)")]
            Counter(label: "candlewick_rows_rejected_total", dimensions: labels).increment(by: rows)
        }
    }

    private static func read(_ rows: Int, source: String, _ kind: SeriesKind) {
        guard rows > 0 else { return }
        let labels = [("source", source), ("kind", kind.word)]
        Counter(label: "candlewick_rows_read_total", dimensions: labels).increment(by: rows)
    }
}

extension SeriesKind {
    fileprivate var word: String { self == .trades ? "trades" : "candles" }
}

extension Ledger {
    /// Notes how a job of this process ended, and counts it.
    func finish(
        _ job: JobID, state: JobState, message: String, progress: JobProgress
    ) throws(StorageError) {
        try finishJob(job, state: state, message: message, progress: progress)
        let labels = [("state", state.rawValue.lowercased())]
        Counter(label: "candlewick_jobs_finished_total", dimensions: labels).increment()
    }
}
