import Foundation
import Glibc
import Testing

/// Ctrl-C ends a job in order, and on a terminal a person sees how far it is.
@Suite(.enabled(if: LockedStore.isPossible, "needs the program sqlite3"))
struct InterruptionTests {
    private static func withFiles() throws -> Sandbox {
        let sandbox = try Sandbox.withBitcoin()
        for name in ["AA", "BB"] { try sandbox.write("data/\(name)USD_60.csv", "1704067200,7,7.5,6.5,7.25,100,9\n") }
        return sandbox
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func ingest_thatIsInterrupted_endsInOrderAndGoesOnLater(number: Int32) throws {
        let sandbox = try Self.withFiles()
        let lock = try LockedStore(sandbox)
        let process = sandbox.process(Programs.candlewick, ["ingest", "data", "--yes"])
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        // From then on Ctrl-C ends it in order.
        while try !Self.catches(number, process.processIdentifier) { sched_yield() }
        #expect(kill(process.processIdentifier, number) == 0)
        let said = String(decoding: error.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("candlewick: ending in order; once more to end at once"), "\(said)")
        try lock.release()
        let report = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let rest = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 3)
        #expect(report.contains("job 2: PAUSED"), "\(report)")
        #expect(rest.contains("stopped with 2 files to go; run the same command again to go on"), "\(rest)")
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
        #expect(try sandbox.candlewick("ingest", "data", "--yes").status == 0)
        #expect(try sandbox.rows(of: "AA").split(separator: "\n").count == 1)
        #expect(try sandbox.rows(of: "BB").split(separator: "\n").count == 1)
    }

    @Test func ingest_thatIsInterruptedTwice_endsAtOnceAndHarmsNothing() throws {
        let sandbox = try Self.withFiles()
        let lock = try LockedStore(sandbox)
        let process = sandbox.process(Programs.candlewick, ["ingest", "data", "--yes"])
        let error = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = error
        try process.run()
        while try !Self.catches(SIGINT, process.processIdentifier) { sched_yield() }
        #expect(kill(process.processIdentifier, SIGINT) == 0)
        #expect(!error.fileHandleForReading.availableData.isEmpty)
        #expect(kill(process.processIdentifier, SIGINT) == 0)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 128 + SIGINT)
        try lock.release()
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
        #expect(try sandbox.candlewick("ingest", "data", "--yes").status == 0)
    }

    @Test(
        .enabled(
            if: Programs.find("script") != nil && Programs.hasTerminals, "needs the program script and /dev/pts"))
    func progress_onATerminal_isDrawnOverItselfAndWiped() throws {
        let sandbox = try Self.withFiles()
        let lock = try LockedStore(sandbox)
        let process = sandbox.process(
            Programs.find("script") ?? "script", ["-qefc", "$CANDLEWICK ingest data --yes", "/dev/null"],
            ["TERM": "xterm", "SHELL": "/bin/sh"])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var seen = ""
        var isReleased = false
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            seen += String(decoding: data, as: UTF8.self)
            // A line is drawn when a job lasts longer than a second; it lasts until we have seen one.
            if !isReleased, seen.contains("\r\u{1b}[2K0 %  0 rows  0 rows/s  0 of 2 files") {
                try lock.release()
                isReleased = true
            }
        }
        process.waitUntilExit()
        #expect(isReleased, "\(seen)")
        #expect(process.terminationStatus == 0)
        // The last line is wiped before the report.
        #expect(seen.contains("\r\u{1b}[2K2 records read"), "\(seen)")
    }

    /// Whether a process takes a signal itself.
    private static func catches(_ number: Int32, _ process: pid_t) throws -> Bool {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }
        let mask = line?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        return try #require(mask) >> UInt64(number - 1) & 1 == 1
    }
}
