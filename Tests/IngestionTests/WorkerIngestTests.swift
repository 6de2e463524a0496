import Ingestion
import MarketData
import Storage
import Synchronization
import Testing
import Transport

/// Files read by an adapter in worker processes that are lost on the way.
@Suite(.serialized, .enabled(if: OddAdapter.compilerIsThere, "gcc is not here"))
struct WorkerIngestTests {
    /// Ingests these files with a clock that goes on by an hour with every session.
    private func ingest(_ bench: Bench, _ texts: [(String, String)]) async throws -> (IngestSummary, sessions: Int) {
        let paths = try texts.map { try bench.write($0.0, $0.1) }
        let sessions = Mutex(0)
        var options = IngestOptions(workers: 1)
        options.adapterLog = { _, _, line in if line == "begun" { sessions.withLock { $0 += 1 } } }
        let now: @Sendable () -> Timestamp = {
            Timestamp(nanoseconds: Bench.now.nanoseconds + Int64(sessions.withLock { $0 }) * 3_600_000_000_000)
        }
        let ingest = Ingest(store: bench.store, ledger: bench.ledger, options: options, now: now)
        let plan = IngestPlan(InputDiscovery(paths: paths), adapters: [try StumblingAdapter.load(in: bench.folder)])
        let summary = try await ingest.run(
            plan, subject: "test", tiers: Bench.tiers, meter: IngestMeter(at: Bench.now))
        return (summary, sessions.withLock { $0 })
    }

    private func lines(_ count: Int, _ odd: [Int: String] = [:]) -> String {
        (0..<count).map { (odd[$0] ?? "good") + "\n" }.joined()
    }

    @Test func ingest_inAWorker_storesAllOfIt() async throws {
        let bench = try Bench()
        let (summary, sessions) = try await ingest(bench, [("AAA.csv", lines(70_000))])
        #expect(summary.state == .completed && sessions == 1)
        #expect(summary.progress.written == WriteCount(inserted: 70_000))
    }

    /// More than a batch was handed on when the worker is lost, and none of it twice.
    @Test func worker_lostOnce_isReplacedAndNothingCountsTwice() async throws {
        let bench = try Bench()
        let text = lines(150_000, [100_000: "stumble"])
        let (summary, sessions) = try await ingest(bench, [("AAA.csv", text)])
        #expect(sessions == 2)
        #expect(summary.state == .completed)
        #expect(summary.files.map(\.status) == [.complete])
        #expect(summary.progress.rowsRead == 150_000)
        #expect(summary.progress.written == WriteCount(inserted: 150_000))
        #expect(summary.files.first?.size == Int64(text.utf8.count))
    }

    @Test func worker_lostTwice_setsTheFileAsideAndGoesOnWithTheNext() async throws {
        let bench = try Bench()
        let (summary, sessions) = try await ingest(
            bench, [("AAA.csv", lines(10, [5: "crash"])), ("BBB.csv", lines(10))])
        #expect(sessions == 3)
        #expect(summary.state == .partial)
        #expect(summary.files.map(\.status) == [.failed, .complete])
        let message = try #require(summary.files.first?.message)
        #expect(message.contains("crashed (abort, signal 6)") && message.contains("a second worker was tried"))
        #expect(try bench.contents().count == 10)
    }
}
