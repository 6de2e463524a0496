import CLibSQLite
import Foundation
import MarketData
import Storage

/// Puts made-up coverage into a ledger: the sets as the ledger keeps them, by SQL, because ten million single assertions
/// would take longer than all that is measured. No survey reads those. The first series go in through the ledger, and what
/// comes out of it must be equal to what was made.
struct HistoryFilling {
    /// What goes in.
    enum Sort: String {
        /// As many ranges as there are.
        case ranges
        /// Everything, and all of it looked at: there is nothing to do.
        case whole
    }

    let place: HistoryPlace
    let made: MadeHistories
    let sort: Sort

    /// Series that are noted by the ledger itself.
    private static let noted = 16

    /// Fills an SQLite file.
    func fill(file: String) throws {
        try prepare()
        let store = try BareStore(path: file)
        try store.run("BEGIN")
        // Valid until the store is closed.
        let insert = unsafe try store.prepare(
            """
            INSERT INTO coverage_set (store, base, quote, interval_ns, category, source, content, medium, ranges)
            VALUES ('\(place.identity.value)', ?, ?, ?, '', ?, ?, ?, ?)
            """)
        for row in rows {
            let texts = [
                (1, row.series.instrument.base), (2, row.series.instrument.quote), (4, row.series.source),
                (5, row.content), (6, row.medium),
            ]
            for (column, text) in texts {
                // Copied by SQLite before the call ends, as -1 asks for (SQLITE_TRANSIENT).
                unsafe sqlite3_bind_text(
                    insert, Int32(column), text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
            unsafe sqlite3_bind_int64(insert, 3, row.interval)
            // Likewise.
            unsafe sqlite3_bind_blob(
                insert, 7, row.packed, Int32(row.packed.count), unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            guard unsafe sqlite3_step(insert) == SQLITE_DONE else {
                throw Trouble("\(file): a set could not be stored")
            }
            unsafe sqlite3_reset(insert)
        }
        try store.run("COMMIT")
        try store.close()
    }

    /// Writes what `psql` copies into the table of sets.
    func write(copy file: String) throws {
        try prepare()
        var text: [UInt8] = []
        let digits = Array("0123456789abcdef".utf8)
        for row in rows {
            let instrument = row.series.instrument
            text += Array(
                "\(place.identity.value)\t\(instrument.base)\t\(instrument.quote)\t\(row.interval)\t\t".utf8)
            text += Array("\(row.series.source)\t\(row.content)\t\(row.medium)\t\\\\x".utf8)
            for byte in row.packed { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
            text.append(UInt8(ascii: "\n"))
        }
        try Data(text).write(to: URL(filePath: file))
    }

    /// Whether the ledger gives back what was made.
    func verify() throws {
        var covered: [Series: RangeSet] = [:]
        try place.ledger.eachCoverageSet(in: place.identity, base: nil) { set in
            if set.content == .covered, case .series(let series) = set.scope { covered[series] = set.ranges }
        }
        guard covered.count == made.series else { throw Trouble("\(covered.count) series came back") }
        for number in 0..<made.series where covered[made.series(number)] != ranges(number) {
            throw Trouble("\(made.series(number)) came back with other ranges")
        }
    }

    private typealias Row = (series: Series, interval: Int64, content: String, medium: String, packed: [UInt8])

    private var rows: [Row] {
        (Self.noted..<max(Self.noted, made.series)).flatMap { number -> [Row] in
            let series = made.series(number)
            let packed = PackedRanges.pack(ranges(number), of: series.kind)
            let interval = series.kind.interval?.nanoseconds ?? 0
            var rows = [Row(series, interval, "COVERED", "CSV", packed)]
            if sort == .whole { rows.append((series, interval, "EXAMINED", "DERIVED", packed)) }
            return rows
        }
    }

    private func ranges(_ number: Int) -> RangeSet { sort == .whole ? made.whole : made.covered(number) }

    private func prepare() throws {
        let (ledger, identity) = (place.ledger, place.identity)
        _ = try ledger.addAssets(made.assets)
        let start = JobStart(
            command: "ingest", subject: "made up", items: 1, startedAt: SampleFile.now, store: identity,
            storeLocation: ledger.location)
        let job = try ledger.startJob(start)
        for number in 0..<min(Self.noted, made.series) {
            let series = made.series(number)
            try ledger.record(
                ranges(number).ranges.map {
                    LedgerEntry.coverage(
                        CoverageRecord(.series(series), .covered, $0, job: job, at: SampleFile.now, medium: .file))
                })
        }
        // Behind all of them: what is new of one series has to be looked at again in all of its instrument.
        for number in 0..<min(Self.noted, made.series) where sort == .whole {
            let examination = Examination(of: made.series(number), ranges(number), in: identity, suspects: [])
            try ledger.record([.examined(examination)])
        }
        try ledger.finishJob(job, state: .completed, message: "", progress: JobProgress(at: SampleFile.now))
    }
}
