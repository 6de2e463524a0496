import CForbiddenCalls
import Confinement
import Foundation
import Testing

/// A confined process does not outlive the one that started it, whatever it does.
@Suite struct ParentTests {
    @Test(arguments: [Victim.Rights.confined, .loaded])
    func process_thatHangs_endsWithItsParent(rights: Victim.Rights) throws {
        let page = FileManager.default.temporaryDirectory.appending(path: "confinement-\(UUID().uuidString)")
        try Data(count: 4096).write(to: page)
        defer {
            // What is left of it is the system's to clear.
            try? FileManager.default.removeItem(at: page)
        }
        // A shell between the test and the victim: it says the number of the victim, and ends when it is told to.
        let shell = Process()
        let (input, output) = (Pipe(), Pipe())
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = [
            "-c", "'\(Victim.program.path)' \"$1\" \"$2\" hang - 0 >/dev/null 2>&1 & echo $!; read line", "sh",
            page.path,
            rights.rawValue,
        ]
        (shell.standardInput, shell.standardOutput) = (input, output)
        try shell.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let victim = try #require(Int32(line.trimmingCharacters(in: .newlines)))
        // Confined, and in its loop.
        while try Victim.board(page).loot != UInt64(victim) { try #require(!ends_within(victim, 1)) }
        try input.fileHandleForWriting.close()
        shell.waitUntilExit()
        #expect(ends_within(victim, 20_000))
    }

    /// It counts until the look at the parent has happened twice.
    @Test func process_whoseParentLives_goesOn() throws {
        let victim = try Victim("two-looks", .loaded)
        #expect(victim.cameBack)
        #expect(victim.board.result == 0)
    }
}
