import MarketData
import Storage

/// Records for the checks of ledgers.
enum LedgerSamples {
    static let store = StoreIdentity.random()

    static func moment(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000 + 5) }

    static func start(_ command: String = "ingest") -> JobStart {
        JobStart(
            command: command, subject: "a folder", items: 3, startedAt: moment(1), store: store,
            storeLocation: "questdb:http://localhost", spec: "tier=TIER1\nall", process: "host/boot/1/2")
    }

    /// A progress of which no two numbers are equal.
    static var progress: JobProgress {
        var progress = JobProgress(at: moment(9))
        (progress.itemsDone, progress.itemsFailed, progress.rowsRead) = (1, 2, 3)
        progress.written = WriteCount(inserted: 4, updated: 5, unchanged: 6, accepted: 10)
        (progress.duplicates, progress.rejected, progress.noTrades) = (7, 8, 9)
        progress.resumeToken = "BTC/USD 1h|5"
        return progress
    }

    static func file(
        _ job: JobID, _ path: String, sha256: String?, status: FileStatus = .complete, series: Series? = nil
    ) -> FileRecord {
        var file = FileRecord(job: job, path: path, size: 123, source: "kraken-csv", status: status, readAt: moment(7))
        (file.sha256, file.series) = (sha256, series)
        return file
    }

    /// A record in which every field says something of its own.
    static func fullFile(_ job: JobID, status: FileStatus = .complete) -> FileRecord {
        let series = Series.candles("BTC", "USD", minutes: 60, source: "kraken-csv")
        var record = file(job, "dump.zip/XBTUSD_60.csv", sha256: "ab12", status: status, series: series)
        record.member = MemberFingerprint(name: "XBTUSD_60.csv", size: .max, crc32: .max)
        record.rowsRead = 21
        record.written = WriteCount(inserted: 1, updated: 2, unchanged: 3, accepted: 7)
        (record.duplicates, record.noTrades, record.rejected) = (4, 5, 6)
        (record.first, record.last) = (moment(-3), moment(44))
        record.message = "six records"
        return record
    }

    static func reject(_ row: Int64, _ code: Reject.Code = .number, raw: String = "1,x,\u{fffd}") -> Reject {
        Reject(row: row, position: row * 10, code: code, reason: "no number", raw: raw)
    }

    /// Scopes that differ in one thing each from the first.
    static var scopes: [CoverageScope] {
        [
            .series(.candles("BTC", "USD", minutes: 60, source: "kraken-rest")),
            .series(.candles("ETH", "USD", minutes: 60, source: "kraken-rest")),
            .series(.candles("BTC", "EUR", minutes: 60, source: "kraken-rest")),
            .series(.candles("BTC", "USD", minutes: 1440, source: "kraken-rest")),
            .series(.candles("BTC", "USD", minutes: 60, source: "massive")),
            .series(.trades("BTC", "USD", source: "kraken-rest")),
            .group(source: "kraken-rest", kind: .trades, category: .crypto),
            .group(source: "kraken-rest", kind: .trades, category: .stock),
        ]
    }

    static func coverage(
        _ scope: CoverageScope, _ claim: CoverageRecord.Claim, _ start: Int64, _ end: Int64, _ job: JobID
    ) -> CoverageRecord {
        CoverageRecord(scope, claim, range(start, end), job: job, at: moment(end))
    }

    /// A range of seconds; never empty, as the checks give a start before the end.
    static func range(_ start: Int64, _ end: Int64) -> TimeRange { TimeRange(moment(start), moment(end)) ?? .all }

    static func ranges(_ pairs: (Int64, Int64)...) -> RangeSet { RangeSet(pairs.map { range($0.0, $0.1) }) }

    static func lease(_ owner: String, _ until: Int64) -> ItemLease { ItemLease(owner: owner, until: moment(until)) }

    static func items(_ count: Int) -> [JobItem] {
        (0..<count).map { JobItem(name: "item \($0)", spec: "BTC/USD \($0)") }
    }

    /// A progress of which no two fields are equal.
    static func itemProgress(_ state: JobItemState) -> JobItemProgress {
        JobItemProgress(
            state, errorClass: state == .failed ? "transient" : "", message: "it \"is\" \(state)", rows: 1 << 40,
            duration: 1 << 41, resumeToken: "at 5\n")
    }

    static func givenUp(_ scope: CoverageScope, _ job: JobID) -> GivenUp {
        GivenUp(
            job: job, scope: scope, range: TimeRange(moment(3), moment(4)) ?? .all, reason: "transient",
            message: "it is \"down\"\nsince 3", at: moment(5))
    }

    static func token(_ name: String, _ role: String) -> AccessToken {
        // A digest of its own for each.
        let digits = Array("\(name) \(role)".utf8).map { String(Int($0) + 256, radix: 16) }.joined()
        return AccessToken(
            name: name, role: role, sha256: digits + String(repeating: "0", count: max(0, 64 - digits.count)),
            createdAt: moment(2))
    }

    /// An entry of which no two fields are equal; of later numbers later.
    static func audit(_ number: Int) -> AuditEntry {
        AuditEntry(
            who: "ada \(number)", action: "job.start", subject: "job \(number) \"x\"", outcome: "done",
            origin: "::1", at: moment(Int64(number)))
    }

    /// A circuit of which no two fields are equal.
    static func circuit(
        _ adapter: String, _ state: CircuitRecord.State, _ second: Int64, _ error: String?
    ) -> CircuitRecord {
        CircuitRecord(
            adapter: adapter, host: "\(adapter).example:8443", state: state, since: moment(second),
            until: state == .open ? moment(second + 30) : nil, error: error, process: "host/boot/\(second)/2")
    }

    /// A firing of which no two fields are equal.
    static func firing(_ rule: String, _ subject: String, _ second: Int64) -> AlertFiring {
        AlertFiring(
            rule: rule, subject: subject, severity: "warning", value: 0.875, threshold: 0.1,
            message: "\(subject) \"is\"\n\(rule)", since: moment(second - 3), firedAt: moment(second),
            key: "key of \(rule) \(subject)")
    }
}
