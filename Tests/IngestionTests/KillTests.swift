import Foundation
import Ingestion
import MarketData
import Storage
import StorageSQLite
import Testing

/// kill -9 at every write of an ingest: the store opens, and the same job again completes it.
@Suite(.serialized) struct KillTests {
    /// Five batches in three files.
    static func prepare(_ bench: Bench) throws {
        try bench.write("ADAUSD_1.csv", candleLines(2 * BatchSize.rows + 5, minutes: 1))
        try bench.write("LTCUSD_60.csv", candleLines(50))
        try bench.write("XBTUSD.csv", String(repeating: "1672531436,90.54,1.1\n", count: 300))
    }

    @Test(arguments: 0..<5, [true, false])
    func ingest_killedAtAWrite_losesAndDoublesNothing(write: Int, before: Bool) async throws {
        let bench = try Bench()
        try Self.prepare(bench)
        let folder = bench.folder
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [folder = folder as String, write = write as Int, before = before as Bool] in
            let victim = try Bench(existing: folder)
            let store = FaultyStore(victim.store, before ? .killBefore : .killAfter, at: write)
            _ = try await victim.ingest(into: store, workers: 1)
        }
        let survivor = try Bench(existing: folder)
        #expect(try survivor.ledger.jobs(limit: 5).map(\.state) == [.running])
        // The first `write` batches are there, and the one after which the process was killed.
        let sizes = [BatchSize.rows, BatchSize.rows, 5, 50, 300]
        #expect(try survivor.contents().count == sizes.prefix(before ? write : write + 1).reduce(0, +))
        let summary = try await survivor.ingest()
        #expect(summary.state == .completed)
        #expect(try survivor.contents() == (try await Self.undisturbed.value))
    }

    private static let undisturbed = Task {
        let bench = try Bench()
        try prepare(bench)
        _ = try await bench.ingest()
        return try bench.contents()
    }
}
