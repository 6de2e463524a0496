import Foundation
import Ingestion
import MarketData
import Storage
import Testing

/// Archives are made by Debian's zip, which scripts/test installs.
@Suite(.serialized, .enabled(if: Archive.zipIsThere, "the program zip is not here"))
struct ArchiveTests {
    @Test func ingest_members_giveTheSameRowsAsFiles() async throws {
        let plain = try Bench()
        let packed = try Bench()
        for bench in [plain, packed] {
            try bench.write("XBTUSD_1.csv", candleLines(100_000, minutes: 1))
            try bench.write("q/LTCUSD.csv", "1704067200,10,1\n1704067200,10,1\n")
        }
        try Archive.pack(packed)
        let summary = try await packed.ingest()
        #expect(summary.state == .completed && summary.files.count == 2)
        #expect(summary.files.allSatisfy { $0.path.contains("all.zip/") && $0.member != nil })
        let expected = try await plain.ingest()
        #expect(try packed.contents() == plain.contents())
        // The digest is that of the unpacked bytes.
        #expect(Set(summary.files.map(\.sha256)) == Set(expected.files.map(\.sha256)))
        let again = try await packed.ingest()
        #expect(again.filesKnown == 2 && again.progress.rowsRead == 0)
    }

    @Test func ingest_fileThatWasReadFromAnArchive_isKnown() async throws {
        let bench = try Bench()
        try bench.write("XBTUSD_60.csv", candleLines(10))
        try Archive.pack(bench)
        _ = try await bench.ingest()
        try bench.write("XBTUSD_60.csv", candleLines(10))
        let second = try await bench.ingest()
        #expect(second.filesKnown == 2)
    }

    @Test(arguments: [true, false]) func move_archive_goesOnlyWhenNoMemberWasLeftOut(isWhole: Bool) async throws {
        let bench = try Bench()
        for pair in ["LTCUSD", "XBTUSD"] { try bench.write("\(pair)_60.csv", candleLines(5)) }
        try Archive.pack(bench)
        var plan = try bench.plan()
        plan.keep { isWhole || $0.series.instrument.base == "BTC" }
        let summary = try await bench.ingest(plan)
        #expect(summary.state == .completed && summary.files.count == (isWhole ? 2 : 1))
        #expect(FileMover(plan: plan, summary: summary).run() == [])
        let place = isWhole ? "/in/ingested/all.zip" : "/in/all.zip"
        #expect(FileManager.default.fileExists(atPath: bench.folder + place))
    }

    @Test func ingest_damagedMember_keepsTheOthersAndFails() async throws {
        let bench = try Bench()
        try bench.write("AAVEUSD_60.csv", candleLines(50))
        try bench.write("XBTUSD_60.csv", candleLines(50))
        try Archive.pack(bench, "-0")
        let path = bench.folder + "/in/all.zip"
        var bytes = try Data(contentsOf: URL(filePath: path))
        // A digit of the first member's text, stored as it is: only the CRC can tell.
        let place = try #require(bytes.range(of: Data("1704067200,100".utf8)))
        bytes[place.upperBound - 1] = UInt8(ascii: "1")
        try bytes.write(to: URL(filePath: path))
        let summary = try await bench.ingest()
        #expect(summary.state == .partial)
        let files = summary.files.sorted { $0.path < $1.path }
        #expect(files.map(\.status) == [.failed, .complete])
        #expect(files[0].message.contains("CRC") && files[0].sha256 == nil)
    }
}

enum Archive {
    static let zip = "/usr/bin/zip"
    static let zipIsThere = FileManager.default.isExecutableFile(atPath: zip)

    /// Packs the input folder's files into all.zip and leaves only that.
    static func pack(_ bench: Bench, _ options: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: zip)
        process.arguments = ["-q", "-m", "-r"] + options + ["all.zip", "."]
        process.currentDirectoryURL = URL(filePath: bench.folder + "/in")
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed() }
    }

    struct Failed: Error {}
}
