import Ingestion
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing

@Suite(.serialized) struct FailureTests {
    @Test(arguments: [StorageError.Code.full, .readOnly, .busy, .corrupt])
    func ingest_storeThatRefuses_endsTheJobAndSaysWhy(code: StorageError.Code) async throws {
        let bench = try Bench()
        for pair in ["XBTUSD", "LTCUSD", "ADAUSD", "DOTUSD"] {
            try bench.write("\(pair)_1.csv", candleLines(2 * BatchSize.rows, minutes: 1))
        }
        let summary = try await bench.ingest(into: FaultyStore(bench.store, .refuse(code), at: 3))
        #expect(summary.state == .failed)
        #expect(summary.message.contains("it refuses"))
        #expect(try bench.ledger.job(summary.job)?.state == .failed)
        #expect(summary.filesLeft > 0)
        // What was written stays, and another run completes it.
        #expect(summary.progress.written.inserted == 3 * BatchSize.rows)
        let second = try await bench.ingest()
        #expect(second.state == .completed)
        #expect(try bench.contents().count == 8 * BatchSize.rows)
    }

    @Test func ingest_rowsThatAStoreCannotKeep_failOnlyTheirFile() async throws {
        let bench = try Bench()
        try bench.write("ADAUSD_60.csv", candleLines(10))
        try bench.write("XBTUSD_60.csv", candleLines(10))
        let store = FaultyStore(bench.store, .refuse(.unsupported), at: 0)
        let summary = try await bench.ingest(into: store, workers: 1)
        #expect(summary.state == .partial)
        #expect(summary.files.map(\.status) == [.failed, .complete])
        #expect(summary.files[0].message.contains("it refuses"))
        // Rows that became nothing count nowhere.
        #expect(summary.files[0].rowsRead == 0 && summary.progress.rowsRead == 10)
        let second = try await bench.ingest()
        #expect(second.filesKnown == 1 && second.progress.written.inserted == 10)
    }

    @Test func ingest_storeThatTakesNothingMore_saysItsFirstFailure() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(5))
        let (database, location) = (bench.database, bench.store.location)
        // The disk is full, and then the ledger cannot even be told.
        let breakDown = FaultyStore.Fault.meanwhile { () throws(StorageError) in
            try database.close()
            throw StorageError(.full, at: location, "no room left", advice: "make room")
        }
        let store = FaultyStore(bench.store, breakDown, at: 0)
        let error = await #expect(throws: StorageError.self) { _ = try await bench.ingest(into: store) }
        #expect(error?.code == .full)
    }

    @Test func ingest_stopOnError_leavesTheRest() async throws {
        let bench = try Bench()
        try bench.write("AAVEUSD_60.csv", "hello\nworld\n")
        for pair in ["LTCUSD", "XBTUSD", "ZRXUSD"] { try bench.write("\(pair)_60.csv", candleLines(5)) }
        let summary = try await bench.ingest(workers: 1, stopsOnError: true)
        #expect(summary.state == .paused && summary.filesLeft >= 1)
        #expect(summary.files.first?.status == .invalid)
        let second = try await bench.ingest()
        #expect(second.filesLeft == 0 && second.state == .partial)
        #expect(try bench.contents().count == 15)
    }

    @Test func ingest_stoppedBeforeItBegins_readsNothingAndIsPaused() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(5))
        let meter = IngestMeter(at: Bench.now)
        meter.stop()
        let summary = try await bench.ingest(meter: meter)
        #expect(summary.state == .paused && summary.filesLeft == 1)
        #expect(try bench.ledger.job(summary.job)?.state == .paused)
        #expect(try bench.contents().isEmpty)
    }

    @Test func ingest_cancelledTask_endsInOrder() async throws {
        let bench = try Bench()
        for pair in ["ADAUSD", "LTCUSD", "XBTUSD"] { try bench.write("\(pair)_60.csv", candleLines(5)) }
        // The whole ingest is a task of its own, which is cancelled while its first rows are being written.
        let running = Mutex<Task<IngestSummary, any Error>?>(nil)
        let cancelling = FaultyStore(bench.store, .meanwhile { running.withLock { $0?.cancel() } }, at: 0)
        let summary = try await running.withLock { task in
            let started = Task { try await bench.ingest(into: cancelling, workers: 1) }
            task = started
            return started
        }.value
        #expect(summary.state == .paused)
        #expect(summary.files.map(\.status) == [.complete] && summary.filesLeft == 2)
        #expect(summary.progress.written.inserted == 5)
        #expect(try bench.ledger.job(summary.job)?.state == .paused)
        let second = try await bench.ingest()
        #expect(second.state == .completed && second.filesKnown == 1)
        #expect(try bench.contents().count == 15)
    }

    @Test func ingest_unreadablePath_isInTheLedger() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(5))
        try bench.write("broken.zip", "this is no archive")
        let summary = try await bench.ingest()
        #expect(summary.state == .partial)
        let files = try bench.ledger.files(job: summary.job)
        #expect(files.map(\.status) == [.complete, .failed])
        #expect(files[1].path.hasSuffix("broken.zip") && files[1].message.contains("ZIP"))
        #expect(summary.progress.itemsDone == 2 && summary.progress.itemsFailed == 1)
    }

    @Test func ingest_rejectsBeyondTheLimit_areCounted() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(1000) + String(repeating: "1,2,3\n", count: 5000))
        let summary = try await bench.ingest()
        #expect(summary.progress.rejected == 5000)
        #expect(try bench.ledger.rejects(job: summary.job, limit: 10_000).count == 1000)
    }
}
