import Ingestion
import MarketData
import Storage
import Transport

/// What a load did: every count, what was not had and why.
struct LoadReport {
    let summary: LoadSummary
    let store: StoreLocation
    let cache: CacheStatistics?

    private static let linesShown = 20

    private struct Part: Encodable {
        var part: String
        var status: String
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var no_trades: Int
        var rejected: Int
        var first: String?
        var last: String?
        var message: String
    }

    private struct Document: Encodable {
        var job: Int64
        var store: String
        var state: String
        var message: String
        var parts: [Part]
        var parts_left: Int
        var rows_read: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var accepted: Int
        var duplicates: Int
        var no_trades: Int
        var rejected: Int
        var requests: Int
        var repeated_requests: Int
        var cached_replies: Int
        var stale_replies: Int
        var seconds_waited: Double
        var beyond_the_source: [String]
        var new_assets: [String]
        var visible: Int?
    }

    func show(json: Bool) throws { if json { try printJSON(document) } else { printText() } }

    private func printText() {
        let (progress, fetching) = (summary.progress, summary.fetching)
        let written = progress.written
        var counts: [(String, Int)] = [("records read", progress.rowsRead)]
        let known = [("new", written.inserted), ("changed", written.updated), ("there already", written.unchanged)]
        counts += written.accepted > 0 ? [("taken", written.accepted)] + known.filter { $0.1 > 0 } : known
        counts += [
            ("repeated", progress.duplicates), ("without trades", progress.noTrades), ("refused", progress.rejected),
        ].filter { $0.1 > 0 }
        print(counts.map { "\(grouped($0.1)) \($0.0)" }.joined(separator: ", "))
        var asked = [counted(fetching.requests, "request")]
        if fetching.repeats > 0 { asked.append("\(grouped(fetching.repeats)) of them repeated") }
        if fetching.recorded > 0 { asked = [replies(fetching.recorded, "recorded")] }
        if fetching.cached > 0 {
            let share = cache?.hitRate.map { " (\(Int($0 * 100)) % of those that it could have had)" } ?? ""
            asked.append("\(replies(fetching.cached)) from the cache\(share)")
        }
        let waited = fetching.waited.seconds
        if waited >= 1 { asked.append("waited \(duration(waited)) for the rate limit") }
        print(asked.joined(separator: ", "))
        if fetching.stale > 0 {
            print(
                Terminal.yellow(
                    "\(grouped(fetching.stale)) stale \(fetching.stale == 1 ? "reply" : "replies"): the source was down, the cache's were taken"
                ))
        }
        if !summary.newAssets.isEmpty { print("\(counted(summary.newAssets.count, "asset")) met for the first time") }
        if let visible = summary.visible {
            print("the store shows \(counted(visible.visible, "row")) there, \(grouped(visible.sent)) were sent")
        }
        for limit in summary.limits.prefix(Self.linesShown) {
            print(printable("\(limit.scope): the source cannot give \(limit.range)"))
        }
        printTroubles()
        print("job \(summary.job): \(summary.state.rawValue)")
    }

    private func replies(_ count: Int, _ sort: String = "") -> String {
        "\(grouped(count)) \(sort.isEmpty ? "" : sort + " ")\(count == 1 ? "reply" : "replies")"
    }

    private func printTroubles() {
        let troubled = summary.parts.filter { $0.status != .complete || !$0.message.isEmpty }
        // One alone is what the command ends with.
        for part in troubled.prefix(Self.linesShown) where troubled.count > 1 || part.status == .complete {
            let line = printable("\(part.path): \(part.message)")
            print(part.status == .complete ? line : Terminal.yellow(line))
        }
        if troubled.count > Self.linesShown {
            print("… and \(grouped(troubled.count - Self.linesShown)) more: candlewick jobs show \(summary.job)")
        }
        if summary.parts.contains(where: { $0.status == .failed }) {
            print("when that is mended, what was given up is asked for again by: candlewick jobs retry \(summary.job)")
        }
    }

    private var document: Document {
        let (progress, fetching) = (summary.progress, summary.fetching)
        return Document(
            job: summary.job.value, store: "\(store)", state: summary.state.rawValue, message: summary.message,
            parts: summary.parts.map(Self.part), parts_left: summary.partsLeft, rows_read: progress.rowsRead,
            inserted: progress.written.inserted, updated: progress.written.updated,
            unchanged: progress.written.unchanged, accepted: progress.written.accepted,
            duplicates: progress.duplicates, no_trades: progress.noTrades, rejected: progress.rejected,
            requests: fetching.requests, repeated_requests: fetching.repeats, cached_replies: fetching.cached,
            stale_replies: fetching.stale, seconds_waited: fetching.waited.seconds,
            beyond_the_source: summary.limits.map { "\($0.scope) \($0.range)" },
            new_assets: summary.newAssets.map(\.ticker), visible: summary.visible?.visible)
    }

    private static func part(_ record: FileRecord) -> Part {
        Part(
            part: record.path, status: record.status.rawValue, rows_read: record.rowsRead,
            inserted: record.written.inserted, updated: record.written.updated, unchanged: record.written.unchanged,
            accepted: record.written.accepted, no_trades: record.noTrades, rejected: record.rejected,
            first: record.first?.description, last: record.last?.description, message: record.message)
    }
}

extension Duration {
    /// As a number, for people.
    fileprivate var seconds: Double {
        let (whole, rest) = components
        return Double(whole) + Double(rest) / 1e18
    }
}
