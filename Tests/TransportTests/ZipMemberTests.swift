import ArchiveBytes
import Testing
import Transport

/// Members come through the same windows as files.
@Suite struct ZipMemberTests {
    @Test(arguments: InputReaderTests.windows)
    func window_ofAnySize_showsEveryLineOfAMemberOnce(window: Int) throws {
        let folder = try TestFolder()
        let bytes = Array(InputReaderTests.lines.joined())
        for packing in [ArchiveBytes.Member.Packing.stored, .deflated] {
            let archive = try Self.archive(folder, [.init("first.csv", "x"), .init("a.csv", bytes, packing)])
            var reader = try InputReader(archive, archive.entries()[1], window: window)
            let read = try LineByLine(&reader)
            #expect(read.lines == InputReaderTests.lines)
            #expect(read.sha256 == InputReaderTests.digest(bytes))
            #expect(reader.path == "\(archive.path)/a.csv")
        }
    }

    @Test func member_ofSeveralBlocks_isRead() throws {
        let folder = try TestFolder()
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let archive = try Self.archive(folder, [.init("a.bin", bytes, .deflated)])
        var reader = try InputReader(archive, archive.entries()[0], window: 10_000)
        #expect(try reader.readToEnd() == bytes)
    }

    @Test(arguments: [
        [ArchiveBytes.Member("b.csv", "12"), .init("a.csv", "11")], [.init("a.csv", "21"), .init("b.csv", "12")], [],
    ])
    func member_ofAnArchiveThatWasReplaced_isRefused(now members: [ArchiveBytes.Member]) throws {
        let folder = try TestFolder()
        let before = try Self.archive(folder, [.init("a.csv", "11"), .init("b.csv", "12")])
        let after = try Self.archive(folder, members)
        let error = #expect(throws: TransportError.self) { _ = try InputReader(after, before.entries()[0]) }
        #expect(error?.code == .badArchive && error?.path == "\(after.path)/a.csv")
        #expect(error?.message.contains("changed") == true)
    }

    @Test func member_thatIsEmpty_hasNoBytes() throws {
        let folder = try TestFolder()
        let archive = try Self.archive(folder, [.init("a.csv", ""), .init("b.csv", "", .deflated)])
        for entry in archive.entries() {
            var reader = try InputReader(archive, entry)
            #expect(try reader.readToEnd().isEmpty)
            #expect(reader.finishDigest() == InputReaderTests.digest([]))
        }
    }

    @Test(arguments: [true, false])
    func member_withAWrongChecksum_failsAtItsEndNotBefore(isDeflated: Bool) throws {
        let folder = try TestFolder()
        var member = ArchiveBytes.Member(
            "a.csv", [UInt8](repeating: 49, count: 5000), isDeflated ? .deflated : .stored)
        member.hasWrongChecksum = true
        let archive = try Self.archive(folder, [member])
        var reader = try InputReader(archive, archive.entries()[0], window: 1000)
        var shown = 0
        var thrown: TransportError?
        while thrown == nil, !reader.isLast {
            do {
                try reader.fill()
                let count = reader.window.byteCount
                shown += count
                reader.consume(count)
            } catch {
                thrown = error
            }
        }
        #expect(shown >= 4000)
        #expect(thrown?.code == .badArchive)
        #expect(thrown?.path == "\(archive.path)/a.csv")
        #expect(reader.finishDigest() == nil)
    }

    @Test func member_whosePackedBytesAreDamaged_fails() throws {
        let folder = try TestFolder()
        var bytes = ArchiveBytes([.init("a.csv", [UInt8](repeating: 49, count: 5000), .deflated)]).bytes
        // The complement of the first block's length, behind the local header (30 bytes and the name).
        bytes[30 + 5 + 3] ^= 1
        let archive = try ZipArchive(path: try folder.write("a.zip", bytes))
        var reader = try InputReader(archive, archive.entries()[0])
        #expect {
            _ = try reader.readToEnd()
        } throws: { ($0 as? TransportError)?.code == .badArchive }
    }

    @Test func members_areReadBesideEachOther() throws {
        let folder = try TestFolder()
        let archive = try Self.archive(folder, [.init("a.csv", "aaaa", .deflated), .init("b.csv", "bbbb", .deflated)])
        let entries = archive.entries()
        var first = try InputReader(archive, entries[0], window: 2)
        var second = try InputReader(archive, entries[1], window: 2)
        try first.fill()
        #expect(try second.readToEnd() == Array("bbbb".utf8))
        #expect(try first.readToEnd() == Array("aaaa".utf8))
    }

    @Test func archive_staysOpenAsLongAsAMemberIsRead() throws {
        let folder = try TestFolder()
        let path = try folder.write("a.zip", ArchiveBytes([.init("a.csv", "text")]).bytes)
        func open() throws -> InputReader {
            let archive = try ZipArchive(path: path)
            return try InputReader(archive, archive.entries()[0])
        }
        var reader = try open()
        #expect(try reader.readToEnd() == Array("text".utf8))
    }

    @Test func members_openedAThousandTimes_leaveNoDescriptor() throws {
        let folder = try TestFolder()
        let path = try folder.write(
            "a.zip", ArchiveBytes([.init("a.csv", "text", .deflated), .init("b.csv", "x")]).bytes)
        for _ in 0..<500 {
            let archive = try ZipArchive(path: path)
            for entry in archive.entries() {
                var reader = try InputReader(archive, entry, window: 2)
                try reader.fill()
            }
        }
        #expect(try folder.openDescriptors() == 0)
    }

    private static func archive(_ folder: TestFolder, _ members: [ArchiveBytes.Member]) throws -> ZipArchive {
        try ZipArchive(path: try folder.write("a.zip", ArchiveBytes(members).bytes))
    }
}
