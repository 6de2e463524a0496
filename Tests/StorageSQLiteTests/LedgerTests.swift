import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite

/// What of the ledger is SQLite's own; the rest is in `PromiseTests`.
@Suite struct LedgerTests {
    let here: TemporaryStore
    var ledger: SQLiteLedger { here.ledger }
    init() throws { here = try TemporaryStore() }

    private func startJob() throws -> JobID {
        try ledger.startJob(
            JobStart(
                command: "ingest", subject: "a folder", items: 3, startedAt: Timestamp(nanoseconds: 5),
                store: .random(),
                storeLocation: "here"))
    }

    private func file(_ job: JobID) -> FileRecord {
        FileRecord(
            job: job, path: "a", size: 123, source: "kraken-csv", status: .failed, readAt: Timestamp(nanoseconds: 7))
    }

    private let reject = Reject(row: 1, position: 10, code: .number, reason: "no number", raw: "x")

    @Test func recordFile_again_leavesNoRejectOfTheFirstBehind() throws {
        let job = try startJob()
        try ledger.recordFile(file(job), rejects: [reject, reject])
        try ledger.recordFile(file(job), rejects: [reject])
        #expect(try here.lines("SELECT count(*) FROM reject") == ["1"])
    }

    @Test func recordFile_ofAJobThatIsNotThere_keepsNothing() throws {
        #expect(throws: StorageError.self) { try ledger.recordFile(file(JobID(99)), rejects: [reject]) }
        #expect(try here.lines("SELECT (SELECT count(*) FROM file) + (SELECT count(*) FROM reject)") == ["0"])
    }

    @Test func read_wordThatNobodyKnows_isCorruptAndNamed() throws {
        let job = try startJob()
        try here.database.write { db in try db.execute(sql: "UPDATE job SET state = 'DREAMING'") }
        let error = #expect(throws: StorageError.self) { try ledger.job(job) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("DREAMING") == true)
    }

    @Test func coverageSets_damagedBytes_areCorruptAndNamed() throws {
        let job = try startJob()
        let scope = CoverageScope.series(Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "a"))
        try ledger.record([.coverage(CoverageRecord(scope, .covered, .all, job: job, at: Timestamp(nanoseconds: 1)))])
        let store = try #require(try ledger.job(job)?.start.store)
        #expect(try ledger.coverageSets(in: store).map(\.ranges) == [RangeSet([.all])])
        try here.database.write { db in try db.execute(sql: "UPDATE coverage_set SET ranges = x'0101'") }
        let error = #expect(throws: StorageError.self) { try ledger.coverageSets(in: store) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("coverage set is damaged: packed ranges, byte 2") == true)
    }

    /// However many items there are: no step of the query looks at all of them.
    @Test func takeItems_ofManyDone_usesTheIndexOfOpenOnes() throws {
        let plan = try here.database.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + SQLiteLedger.freeItems, arguments: [1, 0, 9, 5, 1])
                .map { row -> String in row["detail"] }
        }
        #expect(plan.joined().contains("job_item_open (job=? AND place>? AND place<?)"), "\(plan)")
        #expect(!plan.joined().contains("TEMP B-TREE"))
    }
}
