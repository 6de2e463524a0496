import Ingestion
import MarketData
import Storage

/// What a sync did: every count, what was not had and why, what to do next.
struct SyncReport {
    let summary: SyncSummary
    let store: StoreLocation

    private static let linesShown = 20

    private struct Failed: Encodable {
        var item: String
        var `class`: String
        var message: String
        var attempts: Int
    }

    private struct Document: Encodable {
        var job: Int64
        var store: String
        var state: String
        var message: String
        var files: Int
        var files_failed: Int
        var orders_done: Int
        var items: [String: Int]
        var failed: [Failed]
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var duplicates: Int
        var no_trades: Int
        var rejected: Int
        var assets_processed: Int
        var gaps_detected: Int
        var gaps_filled: Int
        var gaps_unfillable: Int
        var gaps_failed: Int
        var candles: Int
        var errors: [String]
    }

    func show(json: Bool) throws { if json { try printJSON(document) } else { printText() } }

    private func gaps(_ status: GapStatus) -> Int { summary.gaps.count { $0.status == status } }

    private var document: Document {
        let (job, progress) = (summary.job, summary.job.progress)
        return Document(
            job: job.id.value, store: "\(store)", state: job.state.rawValue, message: job.message,
            files: summary.files, files_failed: summary.filesFailed, orders_done: summary.ordersDone,
            items: Dictionary(uniqueKeysWithValues: summary.items.map { ($0.key.rawValue, $0.value) }),
            failed: summary.failed.map {
                Failed(
                    item: $0.item.name, class: $0.progress.errorClass, message: $0.progress.message,
                    attempts: $0.attempts)
            },
            rows_read: progress.rowsRead, inserted: progress.written.inserted, updated: progress.written.updated,
            unchanged: progress.written.unchanged, accepted: progress.written.accepted,
            duplicates: progress.duplicates, no_trades: progress.noTrades, rejected: progress.rejected,
            assets_processed: Set(summary.gaps.map(\.line.instrument.base)).count,
            gaps_detected: summary.gaps.count, gaps_filled: gaps(.filled), gaps_unfillable: gaps(.unfillable),
            gaps_failed: gaps(.failed),
            candles: progress.written.inserted + progress.written.updated + progress.written.accepted,
            errors: summary.failed.map { "\($0.item.name): \($0.progress.message)" })
    }

    private func printText() {
        let progress = summary.job.progress
        let written = progress.written
        var counts: [(String, Int)] = [("records read", progress.rowsRead)]
        let known = [("new", written.inserted), ("changed", written.updated), ("there already", written.unchanged)]
        counts += written.accepted > 0 ? [("taken", written.accepted)] + known.filter { $0.1 > 0 } : known
        counts += [
            ("repeated", progress.duplicates), ("without trades", progress.noTrades), ("refused", progress.rejected),
        ].filter { $0.1 > 0 }
        print(counts.map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", "))
        if summary.files > 0 {
            let failed = summary.filesFailed > 0 ? ", \(grouped(summary.filesFailed)) of them not read" : ""
            print("\(counted(summary.files, "file")) through\(failed)")
        }
        print(
            "gaps: \(grouped(gaps(.filled))) filled, \(grouped(gaps(.failed))) failed, "
                + "\(grouped(gaps(.unfillable))) that no source can fill")
        for item in summary.failed.prefix(Self.linesShown) where summary.failed.count > 1 {
            print(Terminal.yellow(printable("\(item.item.name): \(item.progress.message)")))
        }
        if summary.failed.count > Self.linesShown {
            print(
                "… and \(grouped(summary.failed.count - Self.linesShown)) more: candlewick jobs show \(summary.job.id)")
        }
        let files = Set(summary.gaps.filter { $0.status == .unfillable }.map(\.requiredFile)).subtracting([""])
        if !files.isEmpty {
            print(
                "files that would fill the rest: \(files.sorted().prefix(6).joined(separator: ", "))"
                    + (files.count > 6 ? " and \(files.count - 6) more" : "") + "; candlewick gaps shows them all")
        }
        if !summary.failed.isEmpty { print("what failed is tried again by: candlewick jobs resume \(summary.job.id)") }
        print("job \(summary.job.id): \(summary.job.state.rawValue)")
    }
}

extension ProgressLine.Reading {
    init(_ reading: SyncMeter.Reading) {
        let what =
            switch reading.phase {
            case .files: "files"
            case .plan: "planning"
            case .sources: "\(grouped(Int(reading.done))) of \(counted(Int(reading.total), "part"))"
            case .evidence: "looking at \(grouped(Int(reading.done))) of \(counted(Int(reading.total), "series"))"
            }
        self.init(
            done: reading.done, total: reading.total, count: reading.rows, noun: "rows",
            detail: what + (reading.failed > 0 ? ", \(grouped(reading.failed)) failed" : ""))
    }
}
