import ArchiveBytes
import Foundation
import Testing
import Transport

@Suite struct ZipArchiveTests {
    private static func archive(_ folder: TestFolder, _ members: [ArchiveBytes.Member]) throws -> ZipArchive {
        try ZipArchive(path: try folder.write("a.zip", ArchiveBytes(members).bytes))
    }

    private static func error(opening path: String) -> TransportError? {
        do {
            _ = try ZipArchive(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test func entries_areTheFilesInTheDirectorysOrder() throws {
        let folder = try TestFolder()
        let archive = try Self.archive(
            folder, [.init("z.csv", "123"), .init("folder/", ""), .init("folder/a.csv", ""), .init("b.csv", "12")])
        let entries = archive.entries()
        #expect(entries.map(\.name) == ["z.csv", "folder/a.csv", "b.csv"])
        #expect(entries.map(\.size) == [3, 0, 2])
        // Folders keep their numbers.
        #expect(entries.map(\.index) == [0, 2, 3])
        // CRC-32 of "123", and of nothing.
        #expect(entries.prefix(2).map(\.crc32) == [0x884863d2, 0])
        #expect(entries.allSatisfy { $0.problem == nil })
    }

    @Test func archive_withoutMembers_hasNone() throws {
        let folder = try TestFolder()
        #expect(try Self.archive(folder, []).entries().isEmpty)
    }

    @Test(arguments: [
        ("../x.csv", "leads out of the archive by '..'"), ("a/../../x.csv", "leads out of the archive by '..'"),
        ("a/..", "leads out of the archive by '..'"), ("/etc/x.csv", "is an absolute path"),
        ("..\\x.csv", "has a backslash"), ("C:\\x.csv", "has a backslash"), ("a\n.csv", "has control characters"),
        ("a\t.csv", "has control characters"), ("a\u{7f}.csv", "has control characters"),
    ])
    func name_thatIsNotSafe_isRefusedAndTheOthersAreNot(name: String, why: String) throws {
        let folder = try TestFolder()
        let archive = try Self.archive(folder, [.init(name, "evil"), .init("good.csv", "good")])
        let entries = archive.entries()
        #expect(entries.count == 2)
        let problem = try #require(entries[0].problem)
        #expect(problem.code == .unsafeName)
        #expect(problem.message == "the name \(why), so this member is not read")
        #expect(problem.path.hasPrefix("\(archive.path)/"))
        #expect(throws: problem) { _ = try InputReader(archive, entries[0]) }
        var reader = try InputReader(archive, entries[1])
        #expect(try reader.readToEnd() == Array("good".utf8))
    }

    /// libzip does not take these for UTF-8, although the archive says that they are.
    @Test(arguments: ["a\u{1}.csv", "a\u{1b}[2J.csv"])
    func name_withControlCharactersThatLibzipRefuses_makesTheArchiveUnreadable(name: String) throws {
        let folder = try TestFolder()
        let file = try folder.write("a.zip", ArchiveBytes([.init(name, "evil")]).bytes)
        #expect(Self.error(opening: file)?.code == .badArchive)
    }

    @Test(arguments: ["a..b.csv", "...csv", "a/b/c.csv", "ä.csv", "a b.csv"])
    func name_thatOnlyLooksOdd_isRead(name: String) throws {
        let folder = try TestFolder()
        let entries = try Self.archive(folder, [.init(name, "good")]).entries()
        #expect(entries.map(\.name) == [name])
        #expect(entries[0].problem == nil)
    }

    @Test func member_thatIsEncrypted_isRefused() throws {
        let folder = try TestFolder()
        var member = ArchiveBytes.Member("a.csv", "secret")
        member.isEncrypted = true
        let problem = try #require(try Self.archive(folder, [member]).entries()[0].problem)
        #expect(problem.code == .badArchive)
        #expect(problem.message == "the member is encrypted")
        #expect(problem.advice == "unpack the archive and give the files")
    }

    @Test func member_ofAnUnknownPacking_isRefused() throws {
        let folder = try TestFolder()
        let problem = try #require(try Self.archive(folder, [.init("a.csv", "x", .unknown)]).entries()[0].problem)
        #expect(problem.code == .badArchive)
        #expect(problem.message == "packed by method 77, which libzip cannot read here")
    }

    @Test(arguments: ["", "PK", "time,open\n1,2\n", String(repeating: "x", count: 100_000)])
    func file_thatIsNoArchive_isRefused(text: String) throws {
        let folder = try TestFolder()
        let file = try folder.write("a.zip", text)
        let error = try #require(Self.error(opening: file))
        #expect(error.code == .badArchive)
        #expect(error.path == file)
        #expect(error.message.hasPrefix("not a readable ZIP archive: "))
        #expect(error.advice == "test it with unzip -t, download it again if it is damaged")
    }

    @Test func archive_cutOffAnywhere_isRefused() throws {
        let folder = try TestFolder()
        let whole = ArchiveBytes([.init("a.csv", "12345"), .init("b.csv", "67890")]).bytes
        // Without a byte of its end record an archive is none, wherever the cut is.
        for length in 0..<whole.count {
            let file = try folder.write("a.zip", Array(whole[..<length]))
            #expect(Self.error(opening: file)?.code == .badArchive, "cut at byte \(length)")
        }
        #expect(Self.error(opening: try folder.write("a.zip", whole)) == nil)
    }

    @Test func archive_thatIsMissingOrAFolder_saysSo() throws {
        let folder = try TestFolder()
        #expect(Self.error(opening: folder("gone.zip"))?.code == .notFound)
        #expect(Self.error(opening: folder.path)?.code == .notAFile)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zip"), "needs the program zip"))
    func archive_ofTheProgramZip_isReadAndItsPasswordAskedFor() throws {
        let folder = try TestFolder()
        let text = String(repeating: "1704067200,1,2,3,4,5,6\n", count: 5000)
        try folder.write("a.csv", text)
        try Self.zip(folder, ["-q", "packed.zip", "a.csv"])
        try Self.zip(folder, ["-q", "-P", "password", "locked.zip", "a.csv"])
        let packed = try ZipArchive(path: folder("packed.zip"))
        var reader = try InputReader(packed, try #require(packed.entries().first), window: 777)
        #expect(try reader.readToEnd() == Array(text.utf8))
        let locked = try ZipArchive(path: folder("locked.zip")).entries()
        #expect(locked.first?.problem?.message == "the member is encrypted")
    }

    private static func zip(_ folder: TestFolder, _ arguments: [String]) throws {
        let program = Process()
        program.executableURL = URL(filePath: "/usr/bin/zip")
        program.arguments = arguments
        program.currentDirectoryURL = URL(filePath: folder.path)
        try program.run()
        program.waitUntilExit()
        #expect(program.terminationStatus == 0)
    }
}
