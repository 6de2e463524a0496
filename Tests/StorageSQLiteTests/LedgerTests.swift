import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite

@Suite struct LedgerTests {
    let here: TemporaryStore
    var ledger: SQLiteLedger { here.ledger }
    init() throws { here = try TemporaryStore() }

    private func moment(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000 + 5) }

    private func startJob(_ command: String = "ingest") throws -> JobID {
        try ledger.startJob(JobStart(command: command, subject: "a folder", items: 3, startedAt: moment(1)))
    }

    private var progress: JobProgress {
        var progress = JobProgress(at: moment(9))
        progress.itemsDone = 1
        progress.itemsFailed = 2
        progress.rowsRead = 3
        progress.written = WriteCount(inserted: 4, updated: 5, unchanged: 6)
        progress.duplicates = 7
        progress.rejected = 8
        progress.noTrades = 9
        return progress
    }

    private func file(_ job: JobID, _ path: String, sha256: String?, status: FileStatus = .complete) -> FileRecord {
        var file = FileRecord(
            job: job, path: path, size: 123, source: "kraken-csv", status: status, readAt: moment(7))
        file.sha256 = sha256
        return file
    }

    private func reject(_ row: Int64, _ code: Reject.Code = .number) -> Reject {
        Reject(row: row, position: row * 10, code: code, reason: "no number", raw: "1,x,\u{fffd}")
    }

    @Test func addAssets_knownTicker_staysAsItIs() throws {
        let bitcoin = Asset(
            ticker: "BTC", name: "Bitcoin", category: .crypto, tier: .tier1, quoteCurrency: "USD",
            description: "the first", isActive: false)
        #expect(try ledger.addAssets([Asset(ticker: "ETH"), bitcoin]) == [Asset(ticker: "ETH"), bitcoin])
        let again = try ledger.addAssets([Asset(ticker: "BTC"), Asset(ticker: "ADA"), Asset(ticker: "ADA", name: "b")])
        #expect(again == [Asset(ticker: "ADA")])
        #expect(try ledger.addAssets([]).isEmpty)
        #expect(try ledger.assets() == [Asset(ticker: "ADA"), bitcoin, Asset(ticker: "ETH")])
    }

    @Test func setAsset_replacesAllButTheTicker() throws {
        let changed = Asset(ticker: "ETH", name: "Ether", category: .stock, tier: .tier4, quoteCurrency: "EUR")
        #expect(try !ledger.setAsset(changed))
        _ = try ledger.addAssets([Asset(ticker: "ETH")])
        #expect(try ledger.setAsset(changed))
        #expect(try ledger.assets() == [changed])
    }

    @Test(arguments: AssetCategory.allCases, Tier.allCases)
    func asset_everyCategoryAndTier_roundTrips(category: AssetCategory, tier: Tier) throws {
        let asset = Asset(ticker: "X", category: category, tier: tier)
        _ = try ledger.addAssets([asset])
        #expect(try ledger.assets() == [asset])
    }

    @Test(arguments: JobState.allCases)
    func job_itsLife_roundTrips(state: JobState) throws {
        let id = try startJob()
        let start = JobStart(command: "ingest", subject: "a folder", items: 3, startedAt: moment(1))
        var expected = JobRecord(
            id: id, start: start, state: .running, progress: JobProgress(at: moment(1)), finishedAt: nil, message: "")
        #expect(try ledger.job(id) == expected)
        try ledger.updateJob(id, progress: progress)
        expected.progress = progress
        #expect(try ledger.job(id) == expected)
        try ledger.finishJob(id, state: state, message: "as it went", progress: progress)
        expected.state = state
        expected.message = "as it went"
        expected.finishedAt = moment(9)
        #expect(try ledger.job(id) == expected)
    }

    @Test func jobs_newestFirst_atMostLimit() throws {
        let ids = try (0..<4).map { _ in try startJob() }
        #expect(try ledger.jobs(limit: 2).map(\.id) == [ids[3], ids[2]])
        #expect(try ledger.jobs(limit: 100).map(\.id) == ids.reversed())
        #expect(try ledger.jobs(limit: -1).isEmpty)
        #expect(try ledger.job(JobID(99)) == nil)
    }

    @Test func job_thatIsNotThere_cannotBeUpdatedOrFinished() throws {
        let update = #expect(throws: StorageError.self) { try ledger.updateJob(JobID(5), progress: progress) }
        #expect(update?.message == "there is no job 5")
        #expect(throws: StorageError.self) {
            try ledger.finishJob(JobID(5), state: .failed, message: "", progress: progress)
        }
    }

    @Test(arguments: FileStatus.allCases)
    func file_everyField_roundTrips(status: FileStatus) throws {
        let job = try startJob()
        var record = file(job, "dump.zip/XBTUSD_60.csv", sha256: "ab12", status: status)
        record.member = MemberFingerprint(name: "XBTUSD_60.csv", size: .max, crc32: .max)
        record.series = .candles("BTC", "USD", minutes: 60, source: "kraken-csv")
        record.rowsRead = 21
        record.written = WriteCount(inserted: 1, updated: 2, unchanged: 3)
        record.duplicates = 4
        record.noTrades = 5
        record.rejected = 6
        record.first = moment(-3)
        record.last = moment(44)
        record.message = "six records"
        try ledger.recordFile(record, rejects: [])
        #expect(try ledger.files(job: job) == [record])
        let series = try #require(record.series)
        #expect(try ledger.finishedFile(sha256: "ab12", series: series) == (status.isFinished ? record : nil))
        #expect(try ledger.finishedFile(sha256: "ab13", series: series) == nil)
        let member = try #require(record.member)
        #expect(try ledger.finishedMember(member, series: series) == (status.isFinished ? record : nil))
        for other in [
            MemberFingerprint(name: "b", size: .max, crc32: .max),
            MemberFingerprint(name: member.name, size: 1, crc32: .max),
            MemberFingerprint(name: member.name, size: .max, crc32: 0),
        ] { #expect(try ledger.finishedMember(other, series: series) == nil) }
        for other: Series in [
            .candles("ETH", "USD", minutes: 60, source: "kraken-csv"),
            .candles("BTC", "EUR", minutes: 60, source: "kraken-csv"),
            .candles("BTC", "USD", minutes: 5, source: "kraken-csv"),
            .candles("BTC", "USD", minutes: 60, source: "other"),
        ] {
            // The same content under another name belongs to another series, and has to be read for it.
            #expect(try ledger.finishedFile(sha256: "ab12", series: other) == nil)
            #expect(try ledger.finishedMember(member, series: other) == nil)
        }
    }

    @Test func file_withTradesOrNothingKnown_roundTrips() throws {
        let job = try startJob()
        var trades = file(job, "a", sha256: nil, status: .failed)
        trades.series = .trades()
        let bare = file(job, "b", sha256: nil, status: .invalid)
        try ledger.recordFile(bare, rejects: [])
        try ledger.recordFile(trades, rejects: [])
        #expect(try ledger.files(job: job) == [trades, bare])
    }

    @Test func recordFile_samePathInTheSameJob_replacesItAndItsRejects() throws {
        let job = try startJob()
        try ledger.recordFile(file(job, "a", sha256: nil, status: .failed), rejects: [reject(1), reject(2)])
        try ledger.recordFile(file(job, "b", sha256: "y"), rejects: [reject(3)])
        let again = file(job, "a", sha256: "x", status: .partial)
        try ledger.recordFile(again, rejects: [reject(4)])
        #expect(try ledger.files(job: job).first == again)
        #expect(try ledger.files(job: job).map(\.path) == ["a", "b"])
        #expect(
            try ledger.rejects(job: job, limit: 10) == [
                RejectRecord(path: "a", reject: reject(4)), RejectRecord(path: "b", reject: reject(3)),
            ])
        #expect(try here.lines("SELECT count(*) FROM reject") == ["2"])
    }

    @Test func recordFile_byALaterJob_leavesWhatEarlierJobsNoted() throws {
        let (one, two) = (try startJob(), try startJob())
        let series = Series.candles("BTC", "USD", minutes: 60, source: "kraken-csv")
        var first = file(one, "a", sha256: "x", status: .partial)
        first.series = series
        try ledger.recordFile(first, rejects: [reject(1)])
        // A later failure does not make the hub forget what it has read.
        try ledger.recordFile(file(two, "a", sha256: nil, status: .failed), rejects: [])
        #expect(try ledger.finishedFile(sha256: "x", series: series) == first)
        var second = file(two, "c", sha256: "x")
        second.series = series
        try ledger.recordFile(second, rejects: [])
        #expect(try ledger.finishedFile(sha256: "x", series: series) == second)
        #expect(try ledger.files(job: one) == [first])
        #expect(try ledger.rejects(job: one, limit: 10).count == 1)
    }

    @Test(arguments: Reject.Code.allCases)
    func reject_everyCode_roundTrips(code: Reject.Code) throws {
        let job = try startJob()
        try ledger.recordFile(file(job, "a", sha256: "x"), rejects: [reject(1, code)])
        #expect(try ledger.rejects(job: job, limit: 5) == [RejectRecord(path: "a", reject: reject(1, code))])
    }

    @Test func rejects_byPathAndRow_atMostLimit() throws {
        let job = try startJob()
        try ledger.recordFile(file(job, "b", sha256: "x"), rejects: [reject(9), reject(-1), reject(4)])
        try ledger.recordFile(file(job, "a", sha256: "y"), rejects: [reject(5)])
        let all = try ledger.rejects(job: job, limit: 10)
        #expect(all.map(\.path) == ["a", "b", "b", "b"])
        #expect(all.map(\.reject.row) == [5, -1, 4, 9])
        #expect(try ledger.rejects(job: job, limit: 2) == Array(all.prefix(2)))
        #expect(try ledger.rejects(job: JobID(99), limit: 2).isEmpty)
    }

    @Test func recordFile_ofAJobThatIsNotThere_keepsNothing() throws {
        #expect(throws: StorageError.self) {
            try ledger.recordFile(file(JobID(99), "a", sha256: "x"), rejects: [reject(1)])
        }
        #expect(try here.lines("SELECT count(*) FROM file") == ["0"])
    }

    @Test func read_wordThatNobodyKnows_isCorruptAndNamed() throws {
        let job = try startJob()
        try here.database.write { db in try db.execute(sql: "UPDATE job SET state = 'DREAMING'") }
        let error = #expect(throws: StorageError.self) { try ledger.job(job) }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("DREAMING") == true)
    }
}
