import Foundation
import Ingestion
import MarketData
import Storage
import Synchronization
import Testing

@Suite(.serialized) struct IngestTests {
    @Test func ingest_goodAndBadRows_everyCountIsExplained() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(5) + "1704085200,1x,12,10,11,5,3\n" + candleLines(3, from: 6))
        try bench.write("LTCUSD_60.csv", candleLines(4) + candleLines(1, from: 3))
        try bench.write("ADAUSD_60.csv", "")
        try bench.write("TRXUSD_60.csv", "hello\nworld\n")
        let summary = try await bench.ingest()

        #expect(summary.state == .partial)
        #expect(summary.progress.rowsRead == 14)
        #expect(summary.progress.written == WriteCount(inserted: 12))
        #expect(summary.progress.duplicates == 1 && summary.progress.rejected == 1)
        #expect(summary.progress.itemsDone == 4 && summary.progress.itemsFailed == 2)
        #expect(summary.newAssets.map(\.ticker).sorted() == ["ADA", "BTC", "LTC", "TRX"])

        let files = try bench.ledger.files(job: summary.job)
        #expect(files.map(\.status) == [.empty, .complete, .invalid, .partial])
        for file in files {
            let parts = [
                file.written.inserted, file.written.updated, file.written.unchanged, file.duplicates, file.noTrades,
                file.rejected,
            ]
            #expect(file.rowsRead == parts.reduce(0, +), "\(file.path)")
        }
        let reject = try #require(try bench.ledger.rejects(job: summary.job, limit: 10).first)
        #expect(reject.reject.row == 6 && reject.reject.code == .number)
        #expect(reject.reject.position == Int64(candleLines(5).utf8.count))
        #expect(reject.reject.raw == "1704085200,1x,12,10,11,5,3")
        let job = try #require(try bench.ledger.job(summary.job))
        #expect(job.state == .partial && job.progress.written.inserted == 12 && job.finishedAt == Bench.now)
    }

    @Test func ingest_sameFilesTwice_readsNothingAgain() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(100))
        try bench.write("XBTUSD.csv", "1704067200,10,1\n1704067200,10,1\n")
        _ = try await bench.ingest()
        let before = try bench.contents()
        let second = try await bench.ingest()
        #expect(second.filesKnown == 2 && second.files.isEmpty && second.state == .completed)
        #expect(second.progress.rowsRead == 0)
        #expect(try bench.contents() == before)
    }

    @Test func ingest_knownFilesAgain_changesNothing() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(100))
        try bench.write("XBTUSD.csv", "1704067200,10,1\n1704067200,10,1\n1704067201,11,1\n1704067200,10,1\n")
        let first = try await bench.ingest()
        #expect(first.progress.written.inserted == 103 && first.progress.rejected == 1)
        let before = try bench.contents()
        #expect(before.count == 103)
        let second = try await bench.ingest(again: true)
        #expect(second.progress.written == WriteCount(unchanged: 103))
        #expect(try bench.contents() == before)
    }

    @Test func ingest_digestOfALongFile_showsLife() async throws {
        let bench = try Bench()
        // Longer than a window, so that taking the digest has several steps; and of a length that was read before, so that
        // only the digest tells whether it is known.
        let lines = candleLines(5 * BatchSize.rows, minutes: 1)
        try bench.write("XBTUSD_1.csv", lines)
        _ = try await bench.ingest()
        try bench.write("XBTUSD_1.csv", lines.dropLast(2) + (lines.hasSuffix("1\n") ? "2\n" : "1\n"))
        let clock = Atomic<Int64>(Bench.now.nanoseconds)
        let beforeTheFirstRows = Mutex<JobRecord?>(nil)
        let ledger = bench.ledger
        let store = FaultyStore(
            bench.store,
            .meanwhile { () throws(StorageError) in
                let job = try ledger.jobs(limit: 1).first
                beforeTheFirstRows.withLock { $0 = job }
            }, at: 0)
        let ingest = Ingest(store: store, ledger: ledger, options: IngestOptions(workers: 1)) {
            Timestamp(nanoseconds: clock.wrappingAdd(10_000_000_000, ordering: .relaxed).newValue)
        }
        _ = try await ingest.run(
            try bench.plan(), subject: "test", tiers: Bench.tiers, meter: IngestMeter(at: Bench.now))
        let record = try #require(beforeTheFirstRows.withLock { $0 })
        #expect(record.state == .running && record.progress.at > record.start.startedAt)
    }

    @Test func ingest_fileThatIsWrittenMeanwhile_isNotCalledRead() async throws {
        let bench = try Bench()
        let path = try bench.write("XBTUSD_1.csv", candleLines(2 * BatchSize.rows, minutes: 1))
        let more = candleLines(1, minutes: 1, from: 2 * BatchSize.rows)
        let store = FaultyStore(bench.store, .meanwhile { append(more, to: path) }, at: 0)
        let summary = try await bench.ingest(into: store)
        #expect(summary.files.map(\.status) == [.failed])
        #expect(summary.files[0].message.contains("changed while it was read"))
        let second = try await bench.ingest()
        #expect(second.state == .completed && second.filesKnown == 0)
        #expect(try bench.contents().count == 2 * BatchSize.rows + 1)
    }

    private func append(_ text: String, to path: String) {
        do {
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        } catch {
            Issue.record(error)
        }
    }

    @Test func ingest_sameContentUnderAnotherPair_isReadForThatPair() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(10))
        _ = try await bench.ingest()
        try bench.write("LTCUSD_60.csv", candleLines(10))
        let second = try await bench.ingest()
        #expect(second.filesKnown == 1 && second.progress.written.inserted == 10)
        #expect(try bench.contents().count == 20)
    }

    @Test func ingest_changedRows_areUpdatedAndCounted() async throws {
        let bench = try Bench()
        try bench.write("2024Q1/XBTUSD_60.csv", candleLines(10))
        _ = try await bench.ingest()
        try bench.write("2024Q2/XBTUSD_60.csv", "1704067200,7,8,6,7,1,1\n" + candleLines(14, from: 1))
        let second = try await bench.ingest()
        #expect(second.progress.written == WriteCount(inserted: 5, updated: 1, unchanged: 9))
        #expect(try bench.contents().first?.contains("[7.0, 8.0, 6.0, 7.0, 1.0]") == true)
    }

    @Test func ingest_tradesThatRepeat_areAllKeptOverBatchesAndFiles() async throws {
        let bench = try Bench()
        let line = "1672531436,90.540000,1.10448420\n"
        // More copies than a batch holds: the ordinal goes on from batch to batch.
        let copies = BatchSize.rows + 10
        try bench.write("BCHEUR.csv", String(repeating: line, count: copies))
        let first = try await bench.ingest()
        #expect(first.progress.written == WriteCount(inserted: copies))
        try bench.write("more/BCHEUR.csv", String(repeating: line, count: 3))
        let second = try await bench.ingest()
        #expect(second.progress.written == WriteCount(unchanged: 3))
        let series = Series(Instrument(base: "BCH", quote: "EUR"), .trades, source: "kraken-csv")
        #expect(try bench.store.count(series, in: .all) == copies)
    }

    @Test(arguments: [1, 2, 5]) func ingest_anyNumberOfWorkers_givesTheSame(workers: Int) async throws {
        let bench = try Bench()
        for pair in ["XBTUSD", "LTCUSD", "XBTEUR", "ADAUSD", "DOTUSD", "SOLUSD"] {
            for minutes in [1, 5, 60] {
                try bench.write("\(pair)_\(minutes).csv", candleLines(200, minutes: minutes))
            }
        }
        let summary = try await bench.ingest(workers: workers)
        #expect(summary.state == .completed && summary.files.count == 18)
        #expect(try bench.contents().count == 3600)
        let expected = try await Self.expected.value
        #expect(try bench.contents() == expected)
    }

    private static let expected = Task {
        let bench = try Bench()
        for pair in ["XBTUSD", "LTCUSD", "XBTEUR", "ADAUSD", "DOTUSD", "SOLUSD"] {
            for minutes in [1, 5, 60] {
                try bench.write("\(pair)_\(minutes).csv", candleLines(200, minutes: minutes))
                _ = try await bench.ingest(workers: 1)
            }
        }
        return try bench.contents()
    }

    @Test func ingest_largeFile_isReadInPiecesWithEveryRow() async throws {
        let bench = try Bench()
        let count = 3 * BatchSize.rows + 17
        try bench.write("XBTUSD_1.csv", candleLines(count, minutes: 1))
        let summary = try await bench.ingest()
        #expect(summary.progress.written == WriteCount(inserted: count))
        let file = try #require(summary.files.first)
        #expect(file.first == Timestamp(seconds: 1_704_067_200))
        #expect(file.last == Timestamp(seconds: 1_704_067_200 + Int64(count - 1) * 60))
        #expect(file.sha256?.count == 64)
    }
}
