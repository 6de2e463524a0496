import Ingestion
import MarketData
import Storage
import Testing

@Suite(.serialized) struct MisnamedTests {
    @Test func ingest_fiveMinuteCandlesNamedADay_keepsNothing() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_1440.csv", candleLines(2000, minutes: 5))
        let summary = try await bench.ingest()
        #expect(summary.state == .failed)
        let file = try #require(summary.files.first)
        #expect(file.status == .invalid && file.rowsRead == 2000 && file.rejected == 2000)
        #expect(
            file.message.hasPrefix(
                "1993 of the first 2000 records have times that do not fit, so nothing of it is kept"))
        #expect(file.message.contains("line 2: "))
        #expect(summary.progress.rowsRead == 2000 && summary.progress.rejected == 2000)
        #expect(try bench.contents().isEmpty)
    }

    @Test func ingest_rowsFromNewToOld_keepsNothing() async throws {
        let bench = try Bench()
        let lines = candleLines(50).split(separator: "\n").reversed().joined(separator: "\n")
        try bench.write("XBTUSD_60.csv", lines + "\n")
        let summary = try await bench.ingest()
        #expect(summary.files.map(\.status) == [.invalid])
        #expect(try bench.contents().isEmpty)
    }

    @Test(arguments: [(19, false), (20, true)])
    func ingest_aFewRecords_areJudgedOneByOne(records: Int, isWhole: Bool) async throws {
        let bench = try Bench()
        // One fits, the others open five minutes apart behind it.
        try bench.write("XBTUSD_1440.csv", candleLines(records, minutes: 5))
        _ = try await bench.ingest()
        #expect(try bench.contents().isEmpty == isWhole)
    }

    @Test func ingest_recordsThatCannotBeRead_takeNoGoodOnesWithThem() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(100) + String(repeating: "1,2,3\n", count: 5000))
        let summary = try await bench.ingest()
        #expect(summary.files.map(\.status) == [.partial])
        #expect(try bench.contents().count == 100)
    }

    @Test func ingest_mostlyRefusedWithADuplicate_isInvalidNotFailed() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(1) + candleLines(1) + candleLines(60, minutes: 1, from: 1))
        let summary = try await bench.ingest()
        #expect(summary.files.map(\.status) == [.invalid])
        #expect(try bench.contents().isEmpty)
    }

    @Test func ingest_tradesThatTakeThePlacesOfOthers_areTold() async throws {
        let bench = try Bench()
        try bench.write("a/XBTUSD.csv", "1700000001,101,2\n1700000001,102,3\n")
        try bench.write("b/XBTUSD.csv", "1700000001,103,4\n")
        let summary = try await bench.ingest(workers: 1)
        #expect(summary.progress.written.updated == 1)
        #expect(summary.files.last?.message.hasPrefix("1 trades took the places of others") == true)
    }

    @Test func ingest_afterAProcessThatDied_itsJobIsNotRunningAnyMore() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(3))
        let long = Timestamp(nanoseconds: Bench.now.nanoseconds - 61_000_000_000)
        func start(_ moment: Timestamp) throws -> JobID {
            try bench.ledger.startJob(
                JobStart(
                    command: "ingest", subject: "a", items: 1, startedAt: moment, store: bench.store.identity(),
                    storeLocation: bench.store.location))
        }
        let (dead, living) = (try start(long), try start(Bench.now))
        #expect(try DeadJobs(bench.ledger).living(now: Bench.now).map(\.id) == [living])
        _ = try await bench.ingest()
        #expect(try bench.ledger.job(dead)?.state == .paused)
        #expect(try bench.ledger.job(dead)?.message.contains("without a word") == true)
        #expect(try bench.ledger.job(living)?.state == .running)
    }

    @Test func plan_nameThatTwoAdaptersKnow_isTold() throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(3))
        let adapter = try Bench.krakenCSV.get()
        let plan = try bench.plan(adapters: [adapter, adapter])
        #expect(plan.files.count == 1)
        #expect(plan.contested == [["kraken-csv", "kraken-csv"]: 1])
    }
}
