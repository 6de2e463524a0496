import Foundation
import Ingestion
import MarketData
import Overview
import Storage

/// What `doctor --deep` says: every store's rows are counted and compared with what the ledger says of them.
struct RecountFindings {
    let workspace: Workspace

    func all() -> [Finding] { workspace.stores.flatMap(findings) }

    private func findings(_ location: StoreLocation) -> [Finding] {
        let subject = "rows of \(location)"
        do {
            let store = try workspace.place(at: location, .reading).series
            let (ledger, canNote) = try workspace.openLedgerForNotes()
            let recount = Recount(store, ledger)
            let meter = RowMeter()
            let progress = ProgressLine {
                ProgressLine.Reading(
                    done: Int64(meter.rowsDone), total: Int64(meter.rowsTotal), count: meter.rowsDone, noun: "assets",
                    detail: "counted in \(location)")
            }
            defer { progress.end() }
            let report = try recount.run(meter: meter)
            if canNote { try recount.note(report, at: Workspace.now()) }
            let agreeing =
                "\(counted(report.recordsCounted, "range")) counted, \(counted(report.agreeing.count, "series")) agree"
            let noted = canNote ? "" : "; the ledger can only be read, so that is not noted"
            if report.differences.isEmpty {
                return [Finding(subject: subject, verdict: .ok, message: agreeing + noted)]
            }
            return report.differences.map { Finding(subject: subject, verdict: .failed, message: Self.sentence($0)) }
                + [Finding(subject: subject, verdict: .warning, message: agreeing + noted)]
        } catch {
            return [Finding(subject: subject, verdict: .failed, message: "\(error)")]
        }
    }

    /// What differs, by how much, and what to do.
    static func sentence(_ difference: RecountDifference) -> String {
        let place = "\(difference.scope) from \(difference.range.start) to \(difference.range.end)"
        switch difference.problem {
        case .rows(let stored, let noted, let isAtLeast):
            let least = isAtLeast ? "at least " : ""
            return "\(place): \(counted(stored, "row")) stored, the ledger says \(least)\(grouped(noted)); "
                + advice(difference)
        case .unasserted(let rows):
            return "\(place): \(counted(rows, "row")) that no source has asserted; candlewick ingest --again FILE or "
                + "candlewick load --again has them asserted"
        case .set(let content, let onlyInRecords, let onlyInSet):
            return
                "\(place): the ledger's set of \(content.rawValue) lacks \(counted(onlyInRecords.ranges.count, "range")) "
                + "of its records and has \(counted(onlyInSet.ranges.count, "range")) that no record has; \(advice(difference))"
        }
    }

    private static func advice(_ difference: RecountDifference) -> String {
        let range = "--start \(difference.range.start) --end \(difference.range.end)"
        switch (difference.medium, difference.scope) {
        case (.file, _):
            let file = difference.origin.isEmpty ? "FILE" : archive(difference.origin)
            return "candlewick ingest --again \(file) reads it anew"
        case (.api, .series(let series)):
            let kind = series.kind.interval.map { "--interval \(shortest($0.inMinutes))" } ?? "--kind trades"
            return "candlewick load --again --ticker \(series.instrument.base) --quote \(series.instrument.quote) "
                + "--source \(series.source) \(kind) \(range) asks for it anew"
        case (.api, .group(let source, _, let category)):
            return
                "candlewick backfill --again --grouped --source \(source) --category \(category.rawValue) \(range) asks "
                + "for it anew"
        case (.derived, _), (nil, _): return "candlewick resample, or gaps fill --from-trades, makes it anew"
        }
    }

    /// The archive that a member lies in, or the file itself.
    private static func archive(_ origin: String) -> String {
        guard let end = origin.range(of: ".zip/", options: .caseInsensitive) else { return origin }
        return String(origin[..<end.upperBound].dropLast())
    }
}
