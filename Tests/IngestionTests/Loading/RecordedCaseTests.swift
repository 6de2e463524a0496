import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import Ingestion
import MarketData
import Pipeline
import Storage
import Testing
import Transport

/// What a load records is a conformance case of its adapter as it stands.
@Suite(.serialized) struct RecordedCaseTests {
    struct Origin: CustomTestStringConvertible, Sendable {
        var adapter: String
        var recording: String
        var subject: LoadWish.Subject
        var kind: SeriesKind
        var start: String
        var end: String
        var testDescription: String { recording }

        var wish: LoadWish? {
            guard let start = Timestamp(rfc3339: start), let end = Timestamp(rfc3339: end) else { return nil }
            return TimeRange(start, end).map { LoadWish(subject, kind, range: $0) }
        }
    }

    static let origins = [
        Origin(
            adapter: "kraken-rest", recording: "KrakenREST/Cases/trades-walked-by-last",
            subject: .instrument(Instrument(base: "BTC", quote: "USD"), category: .crypto), kind: .trades,
            start: "2023-07-01T00:00:00Z", end: "2023-07-01T01:00:00Z"),
        Origin(
            adapter: "massive", recording: "Massive/Cases/all-stocks-of-a-day-over-the-change-of-the-clock",
            subject: .group(category: .stock, quote: "USD"), kind: .candles(Interval.usual[7]),
            start: "2024-03-09T05:00:00Z", end: "2024-03-12T04:00:00Z"),
        Origin(
            adapter: "finnhub", recording: "Finnhub/Cases/days-of-a-stock-stamped-at-midnight-and-at-the-opening",
            subject: .instrument(Instrument(base: "AAPL", quote: "USD"), category: .stock),
            kind: .candles(Interval.usual[7]), start: "2021-09-02T00:00:00Z", end: "2021-11-10T00:00:00Z"),
        Origin(
            adapter: "kraken-rest", recording: "KrakenREST/Cases/rows-that-are-none",
            subject: .instrument(Instrument(base: "BTC", quote: "USD"), category: .crypto),
            kind: .candles(Interval.usual[4]), start: "2023-07-01T20:00:00Z", end: "2023-07-02T20:00:00Z"),
    ]

    @Test(arguments: origins) func recording_isACaseAsItStands(origin: Origin) async throws {
        let bench = try Bench()
        let adapter = try PluginFolder.adapter(origin.adapter)
        let original = PluginFolder.root.appending(path: "Plugins/\(origin.recording)")
        let source = SourceAdapter(
            adapter, aliases: try AssetAliases(adapter.manifest.aliases, foldsCase: false),
            fetching: try ReplayedSource(original.path, adapter: origin.adapter), rate: 0)
        var options = LoadOptions()
        options.recording = try RecordingFolder(bench.folder + "/recorded")
        let plan = try LoadPlan(
            [try #require(origin.wish)], of: source, in: bench.store.identity(), bench.ledger)
        let job = LoadJob(from: source, to: bench.store, ledger: bench.ledger, options: options, now: { Bench.now })
        let summary = try await job.run(
            plan, command: "load", subject: "test", tiers: Bench.tiers, meter: LoadMeter(at: Bench.now))
        #expect(summary.parts.allSatisfy { $0.status != .failed }, "\(summary.message)")

        let recorded = try AdapterCase.all(in: URL(filePath: bench.folder + "/recorded"))
        let one = try #require(recorded.count == 1 ? recorded[0] : nil)
        let checks = CaseChecks(adapter)
        try checks.whole(one)
        try checks.pieces(one)
        try checks.batches(of: 2, one)
        // The rows are those that the original case has.
        let (new, old) = (one.expected, try AdapterCase(contentsOf: original).expected)
        #expect(new.rows == old.rows && new.rejects == old.rejects && !new.rows.isEmpty)
    }
}
