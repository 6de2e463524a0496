import Foundation
import MarketData
import Storage
import Testing

@testable import Ingestion

@Suite(.serialized) struct MergedReadingTests {
    /// Files of several lengths, beginnings and intervals, some of them bad, and trades that share instants.
    private func fill(_ bench: Bench) throws {
        for (index, pair) in ["XBTUSD", "LTCUSD", "ADAUSD", "DOTUSD", "ZRXUSD"].enumerated() {
            try bench.write("\(pair)_60.csv", candleLines(3000 + 2500 * index, from: 400 * index))
            try bench.write("\(pair)_5.csv", candleLines(500 * index, minutes: 5))
        }
        try bench.write("later/XBTUSD_60.csv", candleLines(200, from: 2900))
        try bench.write("ETHUSD_60.csv", candleLines(5) + "1704085200,1x,12,10,11,5,3\n" + candleLines(3, from: 6))
        try bench.write("TRXUSD_60.csv", "hello\nworld\n")
        try bench.write("XLMUSD_1.csv", candleLines(40, minutes: 7))
        let trades = (0..<6000).map { "\(1_704_067_200 + $0 / 3),\(100 + $0 % 7),0.5\n" }.joined()
        for pair in ["XBTUSD", "LTCUSD", "ADAUSD"] { try bench.write("\(pair).csv", trades) }
    }

    @Test func ingest_storeThatWantsTime_getsTheSameRowsInTheOrderOfTime() async throws {
        let (plain, merged) = (try Bench(), try Bench())
        try fill(plain)
        let straight = try await plain.ingest()
        let late = LateStore(merged.store)
        let summary = try await merged.ingest(try plain.plan(), into: late)
        #expect(summary.state == straight.state)
        let (contents, expected) = (try merged.contents(), try plain.contents())
        #expect(contents == expected)
        // Candles and trades are two streams: the second begins before the first has ended.
        #expect(late.disorder == 1)
        #expect(summary.progress.rowsRead == straight.progress.rowsRead)
        #expect(summary.progress.written.accepted == straight.progress.written.rows)
        #expect(summary.progress.rejected == straight.progress.rejected)
        let files = Dictionary(uniqueKeysWithValues: straight.files.map { ($0.path, $0) })
        #expect(summary.files.count == files.count)
        for file in summary.files {
            let other = try #require(files[file.path])
            #expect(file.status == other.status && file.rowsRead == other.rowsRead, "\(file.path)")
            #expect(file.first == other.first && file.last == other.last && file.sha256 == other.sha256)
            #expect(file.rejected == other.rejected && file.message == other.message)
        }
    }

    @Test func ingest_moreFilesThanAreReadSideBySide_readsThemAll() async throws {
        let bench = try Bench()
        let names = (0..<MergedReading.width * 2 + 3).map { "A\($0)" }
        for name in names { try bench.write("\(name)USD_60.csv", candleLines(3)) }
        let summary = try await bench.ingest(into: LateStore(bench.store))
        #expect(summary.state == .completed && summary.files.count == names.count)
        #expect(try bench.contents().count == names.count * 3)
        let again = try await bench.ingest(into: LateStore(bench.store))
        #expect(again.filesKnown == names.count && again.progress.rowsRead == 0)
    }

    @Test func ingest_rowsThatNeverBecomeDurable_areNotInTheLedger() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(5))
        let late = LateStore(bench.store)
        late.fail()
        let summary = try await bench.ingest(into: late)
        #expect(summary.state == .failed && summary.message.contains("it went away"))
        #expect(try bench.ledger.files(job: summary.job).isEmpty)
        let second = try await bench.ingest()
        #expect(second.filesKnown == 0 && second.progress.written.inserted == 5)
    }

    @Test func ingest_membersOfAnArchive_canBeMerged() async throws {
        let (plain, merged) = (try Bench(), try Bench())
        try fill(plain)
        let zip = Process()
        zip.executableURL = URL(filePath: "/usr/bin/env")
        zip.arguments = ["zip", "-q", "-r", merged.folder + "/in/dump.zip", "."]
        zip.currentDirectoryURL = URL(filePath: plain.folder + "/in")
        try zip.run()
        zip.waitUntilExit()
        try #require(zip.terminationStatus == 0)
        _ = try await plain.ingest()
        _ = try await merged.ingest(into: LateStore(merged.store))
        #expect(try merged.contents() == plain.contents())
    }
}
