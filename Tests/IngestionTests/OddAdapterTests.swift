import Ingestion
import MarketData
import Storage
import Testing
import Transport

/// What an ingest makes of adapters that keep the ABI and are not like Kraken's.
@Suite(.serialized, .enabled(if: OddAdapter.compilerIsThere, "gcc is not here"))
struct OddAdapterTests {
    private func ingest(_ bench: Bench, asksAgain: Bool) async throws -> IngestSummary {
        let path = try bench.write("candles.csv", "bytes")
        let adapter = try OddAdapter.load(in: bench.folder, asksAgain: asksAgain)
        return try await bench.ingest(IngestPlan(InputDiscovery(paths: [path]), adapters: [adapter]))
    }

    @Test func ingest_candleThatIsForming_isNotStored() async throws {
        let bench = try Bench()
        let summary = try await ingest(bench, asksAgain: false)
        #expect(summary.state == .completed)
        #expect(summary.progress.rowsRead == 1 && summary.progress.written == WriteCount(inserted: 1))
        #expect(summary.files.first?.last == Timestamp(seconds: 1_704_067_200))
    }

    @Test func ingest_adapterThatAsksTwice_endsAndSaysSo() async throws {
        let bench = try Bench()
        let summary = try await ingest(bench, asksAgain: true)
        #expect(summary.files.map(\.status) == [.failed])
        #expect(summary.files.first?.message.contains("asks for more than the file") == true)
    }
}
