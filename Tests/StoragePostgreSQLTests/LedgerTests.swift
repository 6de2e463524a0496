import Dispatch
import MarketData
import Storage
import Synchronization
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct LedgerTests {
    let here: TemporarySchema
    init() throws { here = try TemporarySchema() }

    @Test func assets_addedTwice_stayAsTheyWere() throws {
        let asset = Asset(ticker: "BTC", name: "Bit'\u{0}coin", category: .crypto, tier: .tier1, quoteCurrency: "USD")
        #expect(try here.ledger.addAssets([asset, asset]).count == 1)
        #expect(try here.ledger.addAssets([asset]).isEmpty)
        #expect(try here.ledger.assets().map(\.name) == ["Bit'\u{2400}coin"])
        #expect(try here.ledger.setAsset(Asset(ticker: "BTC", isActive: false)))
        #expect(try here.ledger.assets() == [Asset(ticker: "BTC", isActive: false)])
        #expect(try !here.ledger.setAsset(Asset(ticker: "ETH")))
    }

    @Test func job_fromStartToEnd_isKept() throws {
        let start = JobStart.now()
        let id = try here.ledger.startJob(start)
        var progress = JobProgress(at: Timestamp(nanoseconds: 9))
        progress.written = WriteCount(inserted: 1, updated: 2, unchanged: 3, accepted: 4)
        progress.resumeToken = "here 'and' there"
        try here.ledger.finishJob(id, state: .partial, message: "ü", progress: progress)
        let expected = JobRecord(
            id: id, start: start, state: .partial, progress: progress, finishedAt: Timestamp(nanoseconds: 9),
            message: "ü")
        #expect(try here.ledger.job(id) == expected)
        #expect(try here.ledger.jobs(limit: 5) == [expected])
        #expect(try here.ledger.job(JobID(77)) == nil)
        let error = #expect(throws: StorageError.self) { try here.ledger.updateJob(JobID(77), progress: progress) }
        #expect(error?.message.contains("no job 77") == true)
    }

    @Test func file_recordedAgain_isReplacedWithItsRejects() throws {
        let start = JobStart.now()
        let id = try here.ledger.startJob(start)
        var file = FileRecord(
            job: id, path: "a/ü'.csv", size: 5, source: "test", status: .complete, readAt: Timestamp(nanoseconds: 3))
        file.sha256 = "ab"
        file.series = .candles()
        file.member = MemberFingerprint(name: "m", size: 4, crc32: .max)
        (file.first, file.last) = (Timestamp(nanoseconds: -1), Timestamp(nanoseconds: 1))
        let reject = Reject(row: 3, position: -1, code: .price, reason: "no", raw: "a,\u{0},\n{\"b\"}")
        try here.ledger.recordFile(file, rejects: [reject, reject])
        try here.ledger.recordFile(file, rejects: [reject])
        #expect(try here.ledger.files(job: id) == [file])
        let kept = Reject(row: 3, position: -1, code: .price, reason: "no", raw: "a,\u{2400},\n{\"b\"}")
        #expect(try here.ledger.rejects(job: id, limit: 9) == [RejectRecord(path: "a/ü'.csv", reject: kept)])
        #expect(try here.ledger.finishedFile(sha256: "ab", series: .candles(), in: start.store) == file)
        #expect(try here.ledger.finishedFile(sha256: "ab", series: .candles("X"), in: start.store) == nil)
        #expect(try here.ledger.finishedFile(sha256: "ab", series: .candles(), in: .random()) == nil)
        let member = try #require(file.member)
        #expect(try here.ledger.finishedMember(member, series: .candles(), in: start.store) == file)
    }

    @Test func group_withWhatIsNoted_isOneTransaction() throws {
        #expect(here.store.shares(here.ledger))
        #expect(try !here.store.shares(PostgreSQLLedger(here.again())))
        let id = try here.ledger.startJob(.now())
        let group = [
            StoredRows(.candles(CandleBatch(Candle.run(0..<500))), of: .candles()),
            StoredRows(.candles(CandleBatch(Candle.run(400..<600))), of: .candles()),
            StoredRows(.trades(TradeBatch([Trade(time: 1)])), of: .trades()),
        ]
        let error = #expect(throws: StorageError.self) {
            try here.store.write(group) { _ in [.progress(JobID(99), JobProgress(at: Timestamp(nanoseconds: 5)))] }
        }
        #expect(error?.message.contains("no job 99") == true)
        #expect(try here.store.series(matching: SeriesFilter()).isEmpty)
        let counts = try here.store.write(group) { counts in
            var progress = JobProgress(at: Timestamp(nanoseconds: 5))
            for count in counts.joined() { progress.written += count }
            return [.progress(id, progress)]
        }
        #expect(
            counts == [
                [WriteCount(inserted: 500)], [WriteCount(inserted: 100, unchanged: 100)], [WriteCount(inserted: 1)],
            ])
        #expect(try here.ledger.job(id)?.progress.written == WriteCount(inserted: 601, unchanged: 100))
    }

    /// More than one piece, also of one base, and each set once.
    @Test func eachCoverageSet_ofManyPieces_givesEachSetOnceInOrder() throws {
        let start = JobStart.now()
        let job = try here.ledger.startJob(start)
        let series = (0..<600).map { Candle.series($0 < 300 ? "A" : "B\($0)", "Q\(1000 + $0)") }
        try here.ledger.record(
            series.shuffled().map {
                .coverage(CoverageRecord(.series($0), .covered, .all, job: job, at: Timestamp(nanoseconds: 1)))
            })
        #expect(try here.ledger.coverageSets(in: start.store).map(\.scope) == series.map { .series($0) })
        #expect(
            try here.ledger.coverageSets(in: start.store, base: "A").map(\.scope)
                == series.prefix(300).map { .series($0) })
    }

    /// A set is read, changed and written: two that do it at once must not lose what the other noted.
    @Test func record_ofOneSeriesByManyAtOnce_losesNothing() throws {
        let start = JobStart.now()
        let job = try here.ledger.startJob(start)
        let ledgers = try (0..<4).map { _ in PostgreSQLLedger(try here.again()) }
        let problems = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
            do {
                for turn in 0..<25 {
                    let moment = Int64(turn * 8 + index * 2)
                    let range = TimeRange(Timestamp(nanoseconds: moment), Timestamp(nanoseconds: moment + 1)) ?? .all
                    try ledgers[index].record(
                        [Candle.series(), Candle.series("ETH")].shuffled().map {
                            .coverage(CoverageRecord(.series($0), .covered, range, job: job, at: range.end))
                        })
                }
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock { $0 } == [])
        #expect(try here.ledger.coverageSets(in: start.store).map(\.ranges.ranges.count) == [100, 100])
    }
}
