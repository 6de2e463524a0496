import Checksum
import Foundation
import Testing
import Transport

@Suite struct InputReaderTests {
    /// 60 lines of 1 to 120 bytes, the last one without its line feed.
    static let lines: [[UInt8]] = (0..<60).map { number in
        let text = [UInt8](repeating: UInt8(ascii: "a") + UInt8(number % 26), count: number * 37 % 119)
        return number == 59 ? text + [UInt8(ascii: "z")] : text + [UInt8(ascii: "\n")]
    }

    static let windows = Array(1...40) + [63, 64, 119, 120, 121, 1000, 100_000]

    @Test(arguments: windows)
    func window_ofAnySize_showsEveryLineOnceInOrder(window: Int) throws {
        let folder = try TestFolder()
        let file = try folder.write("lines.csv", Array(Self.lines.joined()))
        var reader = try InputReader(file: file, window: window)
        let read = try LineByLine(&reader)
        #expect(read.lines == Self.lines)
        var starts: [Int64] = [0]
        for line in Self.lines.dropLast() { starts.append(starts[starts.count - 1] + Int64(line.count)) }
        #expect(read.positions == starts)
        #expect(read.sha256 == Self.digest(Array(Self.lines.joined())))
        #expect(reader.isLast && reader.position == Int64(Self.lines.joined().count))
    }

    @Test func window_ofWhichNothingIsConsumed_doubles() throws {
        let folder = try TestFolder()
        let file = try folder.write("text", [UInt8](repeating: 7, count: 100))
        var reader = try InputReader(file: file, window: 16)
        var widths: [Int] = []
        while !reader.isLast {
            try reader.fill()
            widths.append(reader.window.byteCount)
        }
        #expect(widths == [16, 32, 64, 100])
        #expect(reader.position == 0)
    }

    @Test func window_afterAPartWasConsumed_keepsTheRestAndFillsUp() throws {
        let folder = try TestFolder()
        let file = try folder.write("text", "0123456789abcdef")
        var reader = try InputReader(file: file, window: 8)
        try reader.fill()
        reader.consume(3)
        #expect(reader.position == 3)
        #expect(LineByLine.bytes(reader.window, reader.window.byteCount) == Array("34567".utf8))
        try reader.fill()
        #expect(reader.position == 3 && !reader.isLast)
        #expect(LineByLine.bytes(reader.window, reader.window.byteCount) == Array("3456789a".utf8))
    }

    @Test func checkUnchanged_fileThatGrewWhileItWasRead_fails() throws {
        let folder = try TestFolder()
        let file = try folder.write("text", "abc")
        var reader = try InputReader(file: file)
        #expect(try reader.hashAndRewind(unless: { false }) == Self.digest(Array("abc".utf8)))
        try reader.checkUnchanged()
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("d".utf8))
        try handle.close()
        #expect(try reader.readToEnd() == Array("abcd".utf8))
        let error = #expect(throws: TransportError.self) { try reader.checkUnchanged() }
        #expect(error?.code == .io && error?.path == file)
    }

    @Test func fill_afterTheEnd_changesNothing() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", "abc"))
        for _ in 0..<3 {
            try reader.fill()
            #expect(reader.isLast && reader.window.byteCount == 3)
        }
    }

    @Test func emptyFile_hasNoBytesAndTheDigestOfNothing() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("empty", ""))
        try reader.fill()
        #expect(reader.isLast && reader.position == 0)
        #expect(reader.window.byteCount == 0)
        #expect(reader.recordText(at: 0).isEmpty)
        #expect(reader.finishDigest() == Self.digest([]))
    }

    @Test func digest_isThereOnceAndOnlyAtTheEnd() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", "0123456789"), window: 4)
        try reader.fill()
        #expect(reader.finishDigest() == nil)
        _ = try reader.readToEnd()
        #expect(reader.finishDigest() == Self.digest(Array("0123456789".utf8)))
        #expect(reader.finishDigest() == nil)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sha256sum"), "needs sha256sum"))
    func digest_isWhatSha256sumSays() throws {
        let folder = try TestFolder()
        let file = try folder.write("text", (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) })
        let program = Process()
        program.executableURL = URL(filePath: "/usr/bin/sha256sum")
        program.arguments = [file]
        let output = Pipe()
        program.standardOutput = output
        try program.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        program.waitUntilExit()
        var reader = try InputReader(file: file, window: 1000)
        #expect(try reader.hashAndRewind(unless: { false }) == String(said.prefix(64)))
    }

    @Test(arguments: [1, 7, 10, 4096])
    func hashAndRewind_showsTheFileFromItsStartAgain(window: Int) throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", "0123456789"), window: window)
        #expect(try reader.hashAndRewind(unless: { false }) == Self.digest(Array("0123456789".utf8)))
        #expect(reader.position == 0 && !reader.isLast)
        #expect(try reader.readToEnd() == Array("0123456789".utf8))
        #expect(reader.position == 10)
    }

    @Test func hashAndRewind_thatIsStopped_givesNothing() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", "0123456789"), window: 2)
        var asked = 0
        let digest = try reader.hashAndRewind {
            asked += 1
            return asked == 3
        }
        #expect(digest == nil)
        #expect(asked == 3)
    }

    @Test func recordText_isOneLineAndAtMost512Bytes() throws {
        let folder = try TestFolder()
        let long = String(repeating: "x", count: 600)
        var reader = try InputReader(file: try folder.write("text", "ab\r\ncd\n\(long)\nlast"))
        try reader.fill()
        #expect(reader.recordText(at: 0) == "ab")
        #expect(reader.recordText(at: 4) == "cd")
        #expect(reader.recordText(at: 7) == String(repeating: "x", count: 512))
        #expect(reader.recordText(at: 608) == "last")
        reader.consume(4)
        #expect(reader.recordText(at: 4) == "cd")
    }

    @Test func recordText_outsideTheWindow_isEmpty() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", "ab\ncd\n"))
        try reader.fill()
        reader.consume(3)
        #expect([Int64.min, -1, 0, 2, 6, 7, .max].map { reader.recordText(at: $0) } == Array(repeating: "", count: 7))
    }

    @Test func recordText_thatIsNotUTF8_showsReplacements() throws {
        let folder = try TestFolder()
        var reader = try InputReader(file: try folder.write("text", [0x61, 0xff, 0xfe, 0x62, 0x0a]))
        try reader.fill()
        #expect(reader.recordText(at: 0) == "a\u{FFFD}\u{FFFD}b")
    }

    @Test func record_longerThanTheLongest_isRefused() throws {
        let folder = try TestFolder()
        let file = try folder.write("endless", "")
        // A file of zeros that takes no room.
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        try handle.truncate(atOffset: UInt64(InputReader.longestRecord + 1))
        try handle.close()
        var reader = try InputReader(file: file, window: 6 << 20)
        var thrown: TransportError?
        while thrown == nil, !reader.isLast {
            do { try reader.fill() } catch { thrown = error }
        }
        #expect(thrown?.code == .recordTooLong)
        #expect(thrown?.path == file)
        #expect(thrown?.message == "no record ends within 16 MiB of byte 0")
        #expect(thrown?.advice == "check that this is the file it is named to be")
    }

    @Test func consume_ofMoreThanIsShown_traps() async {
        await #expect(processExitsWith: .failure) {
            let folder = try TestFolder()
            var reader = try InputReader(file: try folder.write("text", "abc"))
            try reader.fill()
            // A process that traps cleans nothing up.
            try FileManager.default.removeItem(atPath: folder.path)
            reader.consume(4)
        }
    }

    static func digest(_ bytes: [UInt8]) -> String {
        var sha256 = SHA256()
        // UInt8 has no padding to leak.
        unsafe sha256.update(bytes.span.bytes)
        return sha256.hexadecimal()
    }
}
