import ArchiveBytes
import Foundation
import Testing

/// Paths and archives that cannot be read.
@Suite struct BadPathTests {
    private static let good = "1704067200,7,7.5,6.5,7.25,100,9\n"
    private static let goodRow = "2024-01-01T00:00:00Z,7,7.5,6.5,7.25,100,9,UNI,USD,60,kraken-csv\n"

    /// Ingests `data`, which holds a good file and a bad one: exit status 3, the good rows stored, one line of
    /// `path: message` on standard error, the same in the JSON and in the ledger.
    private static func expect(
        _ sandbox: Sandbox, _ path: String, says words: String..., by user: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let command = user + [Programs.candlewick, "ingest", "data", "--yes"]
        let run = try sandbox.run(command[0].hasPrefix("/") ? command[0] : "/bin/sh", Array(command.dropFirst()))
        #expect(run.status == 3, "\(run.output)\(run.error)", sourceLocation: sourceLocation)
        let told = run.error.split(separator: "\n").filter { $0.hasPrefix("  \(path): ") }
        #expect(told.count == 1, "\(run.error)", sourceLocation: sourceLocation)
        for text in words {
            #expect(told.first?.contains(text) ?? false, "\(text) in: \(run.error)", sourceLocation: sourceLocation)
        }
        #expect(try sandbox.rows(of: "UNI") == goodRow, sourceLocation: sourceLocation)
        #expect(try sandbox.rows(of: "BTC") == Sandbox.bitcoinRows, sourceLocation: sourceLocation)
        let files = try sandbox.candlewick("jobs", "show", "2").output
        #expect(files.contains(path), "\(files)", sourceLocation: sourceLocation)
    }

    private static func withGoodFile() throws -> Sandbox {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/UNIUSD_60.csv", good)
        return sandbox
    }

    @Test func folder_withAFilesName_isToldAndTheRestRead() throws {
        let sandbox = try Self.withGoodFile()
        try sandbox.write("data/X_60.csv/readme.txt", "")
        try Self.expect(
            sandbox, "data/X_60.csv", says: "is a folder, its name says that it is a file", "rename the folder")
    }

    @Test func pipe_isToldAndDoesNotHang() throws {
        let sandbox = try Self.withGoodFile()
        #expect(try sandbox.shell("mkfifo data/ETHUSD_60.csv").status == 0)
        try Self.expect(sandbox, "data/ETHUSD_60.csv", says: "is a device, pipe or socket", "give a regular file")
    }

    @Test(arguments: [("no archive", "not a readable ZIP archive"), ("", "not a readable ZIP archive")])
    func archive_thatIsNone_isTold(text: String, says: String) throws {
        let sandbox = try Self.withGoodFile()
        try sandbox.write("data/broken.zip", text)
        try Self.expect(sandbox, "data/broken.zip", says: says, "unzip -t", "download it again")
    }

    @Test func archive_thatIsCutOff_isTold() throws {
        let sandbox = try Self.withGoodFile()
        try sandbox.write("data/cut.zip", ArchiveBytes([.init("ETHUSD_60.csv", Self.good)]).bytes.dropLast(10))
        try Self.expect(sandbox, "data/cut.zip", says: "not a readable ZIP archive")
    }

    @Test(arguments: ["../ETHUSD_60.csv", "a/../../ETHUSD_60.csv", "/ETHUSD_60.csv"])
    func member_thatLeadsOutOfItsArchive_isNotRead(name: String) throws {
        let sandbox = try Self.withGoodFile()
        try sandbox.write(
            "data/evil.zip", ArchiveBytes([.init(name, Self.good), .init("LTCUSD_60.csv", Self.good)]).bytes)
        try Self.expect(
            sandbox, "data/evil.zip/\(name)", says: "so this member is not read", "do not trust this archive")
        #expect(try sandbox.rows(of: "ETH").isEmpty)
        // The archive's other members are.
        #expect(try !sandbox.rows(of: "LTC").isEmpty)
    }

    @Test func member_withAWrongChecksum_failsAndItsFileIsReadAgain() throws {
        let sandbox = try Self.withGoodFile()
        var member = ArchiveBytes.Member("ETHUSD_60.csv", Self.good, .deflated)
        member.hasWrongChecksum = true
        try sandbox.write("data/a.zip", ArchiveBytes([member]).bytes)
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == 3)
        let told = run.lines.filter { $0.hasPrefix("data/a.zip/ETHUSD_60.csv: failed: ") }
        #expect(told.count == 1, "\(run.output)")
        #expect(told.first?.contains("CRC") ?? false, "\(run.output)")
        #expect(try sandbox.rows(of: "UNI") == Self.goodRow)
        let again = try sandbox.candlewick("ingest", "data", "--yes", "--json")
        #expect(try again.json(IngestDocument.self).files_known == 1)
    }

    @Test func path_thatIsNotThere_isToldAndTheOthersAreRead() throws {
        let sandbox = try Self.withGoodFile()
        let run = try sandbox.candlewick("ingest", "gone", "data", "--yes")
        #expect(run.status == 3)
        #expect(run.error.contains("  gone: there is no such file; check the path"))
        #expect(try sandbox.rows(of: "UNI") == Self.goodRow)
        let alone = try sandbox.candlewick("ingest", "gone", "--yes")
        #expect(alone.status == 1)
        #expect(alone.error.contains("no file could be read"))
    }

    @Test(.enabled(if: OtherUser.isPossible, "only root can become another user, with setpriv"))
    func file_ofSomebodyElse_isToldAndTheRestRead() throws {
        let sandbox = try Self.withGoodFile()
        try sandbox.write("data/ETHUSD_60.csv", Self.good)
        #expect(try sandbox.shell("chmod 600 data/ETHUSD_60.csv && chmod -R a+rwX . && chmod 600 data/E*").status == 0)
        try Self.expect(
            sandbox, "data/ETHUSD_60.csv", says: "permission denied", "chmod u+r 'data/ETHUSD_60.csv'",
            by: OtherUser.prefix)
    }
}
