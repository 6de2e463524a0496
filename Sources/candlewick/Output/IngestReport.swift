import Ingestion
import MarketData
import Storage
import Transport

/// What an ingest did: every count, and what went wrong where.
struct IngestReport {
    let summary: IngestSummary
    let plan: IngestPlan
    let store: StoreLocation

    private static let linesShown = 20

    struct File: Encodable {
        var path: String
        var status: String
        var asset: String?
        var quote: String?
        var interval_minutes: Int?
        var source: String
        var sha256: String?
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var duplicates: Int
        var no_trades: Int
        var rejected: Int
        var first: String?
        var last: String?
        var message: String
    }

    struct Trouble: Encodable {
        var path: String
        var message: String
    }

    struct Document: Encodable {
        var job: Int64
        var store: String
        var state: String
        var message: String
        var files_known: Int
        var files_left: Int
        var files: [File]
        var problems: [Trouble]
        var unknown: [Trouble]
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var duplicates: Int
        var no_trades: Int
        var rejected: Int
        var new_assets: [String]
        /// Rows that the store shows where rows were sent; not there where it shows them at once.
        var visible: Int?
    }

    func printText() {
        let progress = summary.progress
        let written = progress.written
        var counts: [(String, Int)] = [("records read", progress.rowsRead)]
        let known = [("new", written.inserted), ("changed", written.updated), ("there already", written.unchanged)]
        // A store that does not say what became of each row has taken them.
        counts += written.accepted > 0 ? [("taken", written.accepted)] + known.filter { $0.1 > 0 } : known
        counts += [
            ("repeated in a file", progress.duplicates), ("without trades", progress.noTrades),
            ("refused", progress.rejected),
        ].filter { $0.1 > 0 }
        print(counts.map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", "))

        let byStatus = FileStatus.allCases.map { status in (status, summary.files.filter { $0.status == status }.count)
        }
        var files = byStatus.filter { $0.1 > 0 }.map { "\(grouped($0.1)) \($0.0.rawValue.lowercased())" }
        if summary.filesKnown > 0 { files.append("\(grouped(summary.filesKnown)) known already, not read again") }
        if summary.filesLeft > 0 { files.append("\(grouped(summary.filesLeft)) left") }
        if !plan.problems.isEmpty { files.append("\(grouped(plan.problems.count)) could not be read") }
        if !files.isEmpty { print("files: \(files.joined(separator: ", "))") }
        if !summary.newAssets.isEmpty { print("\(counted(summary.newAssets.count, "asset")) met for the first time") }
        if let visible = summary.visible {
            print("the store shows \(counted(visible.visible, "row")) there, \(grouped(visible.sent)) were sent")
        }
        printTroubles()
        print("job \(summary.job): \(summary.state.rawValue)")
    }

    private func printTroubles() {
        let troubled = summary.files.filter { $0.status != .complete || !$0.message.isEmpty }
            .sorted { $0.path < $1.path }
        for file in troubled.prefix(Self.linesShown) {
            let refused = file.status == .partial ? summary.examples[file.path] ?? [] : []
            // A partial file's message has its first reject, which is printed below with its text, if it is here.
            let message =
                file.status == .partial && !refused.isEmpty
                ? "\(grouped(file.rejected)) of \(grouped(file.rowsRead)) records refused" : file.message
            print(Terminal.yellow(printable("\(file.path): \(file.status.rawValue.lowercased()): \(message)")))
            for reject in refused {
                print(printable("  line \(reject.row): \(reject.reason)"))
                if !reject.raw.isEmpty { print(Terminal.dim("    \(printable(reject.raw))")) }
            }
            if file.rejected > refused.count, !refused.isEmpty {
                print("  … and \(grouped(file.rejected - refused.count)) more: candlewick jobs show \(summary.job)")
            }
        }
        if troubled.count > Self.linesShown {
            print("… and \(grouped(troubled.count - Self.linesShown)) more: candlewick jobs show \(summary.job)")
        }
    }

    func document() -> Document {
        let progress = summary.progress
        return Document(
            job: summary.job.value, store: "\(store)", state: summary.state.rawValue, message: summary.message,
            files_known: summary.filesKnown, files_left: summary.filesLeft, files: summary.files.map(Self.file),
            problems: plan.problems.map { Trouble(path: $0.path, message: "\($0.message); \($0.advice)") },
            unknown: plan.unknown.map { Trouble(path: $0.path, message: $0.reasons.joined(separator: "; ")) },
            rows_read: progress.rowsRead, inserted: progress.written.inserted, updated: progress.written.updated,
            unchanged: progress.written.unchanged, accepted: progress.written.accepted,
            duplicates: progress.duplicates, no_trades: progress.noTrades,
            rejected: progress.rejected, new_assets: summary.newAssets.map(\.ticker),
            visible: summary.visible?.visible)
    }

    private static func file(_ record: FileRecord) -> File {
        File(
            path: record.path, status: record.status.rawValue, asset: record.series?.instrument.base,
            quote: record.series?.instrument.quote, interval_minutes: record.series?.kind.interval?.minutes,
            source: record.source, sha256: record.sha256, rows_read: record.rowsRead, inserted: record.written.inserted,
            updated: record.written.updated, unchanged: record.written.unchanged, accepted: record.written.accepted,
            duplicates: record.duplicates,
            no_trades: record.noTrades, rejected: record.rejected, first: record.first?.description,
            last: record.last?.description, message: record.message)
    }
}
