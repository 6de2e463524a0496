import Foundation
import Glibc
import Testing

/// `adapter check`, run over an adapter of this package, whose library lies beside the program.
@Suite struct AdapterCheckTests {
    private static let plugin = "\(Programs.package)/Plugins/KrakenCSV"

    private struct Report: Decodable {
        struct Check: Decodable {
            var id: String
            var result: String
            var message: String?
        }
        var adapter: String
        var seed: UInt64
        var sha256: String
        var checks: [Check]
    }

    @Test func check_ofABundledAdapter_passesAndSaysSo() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick("adapter", "check", Self.plugin, "--only", "load", "--only", "symbols-one")
        #expect(run.status == 0 && run.error.isEmpty)
        #expect(run.lines.first?.hasPrefix("kraken-csv 1.0.0  /") == true)
        #expect(run.lines.dropFirst().first?.wholeMatch(of: /sha256 [0-9a-f]{64}  seed 1/) != nil)
        #expect(run.lines.filter { $0.hasPrefix("passed ") }.count == 4 && run.lines.last == "4 checks: 4 passed")
        #expect(try sandbox.everything().isEmpty)
    }

    @Test func check_withJSONAndJUnit_printsTheOneAndWritesTheOther() throws {
        let sandbox = try Sandbox()
        let run = try sandbox.candlewick(
            "adapter", "check", Self.plugin, "--only", "table", "--seed", "99", "--json", "--junit", "report.xml")
        let report = try run.json(Report.self)
        #expect(run.status == 0 && report.adapter == "kraken-csv" && report.seed == 99 && report.sha256.count == 64)
        #expect(report.checks.count == 5 && report.checks.allSatisfy { $0.result == "passed" && $0.message == nil })
        let junit = try sandbox.read("report.xml")
        #expect(
            junit.contains("<testcase classname=\"table\" name=\"table-describe\"")
                && junit.hasSuffix("</testsuites>\n"))
    }

    @Test func check_ofABadAdapter_failsWithStatus1AndTheReason() throws {
        let sandbox = try Sandbox()
        let manifest = try String(contentsOfFile: "\(Self.plugin)/adapter.toml", encoding: .utf8)
        try sandbox.write("bad/adapter.toml", manifest.replacing("Kraken CSV dumps", with: "Another name"))
        let run = try sandbox.candlewick("adapter", "check", "bad", "--only", "manifest", "--only", "table-size")
        #expect(run.status == 1 && run.error.isEmpty)
        #expect(run.output.contains("failed     manifest-agrees"))
        #expect(run.output.contains("the manifest says \"Another name\", the library says \"Kraken CSV dumps\""))
        #expect(run.output.contains("skipped    table-size") && run.output.contains("see manifest-agrees"))
        #expect(run.lines.last?.contains("--only manifest-agrees --seed 1 runs the first again") == true)
    }

    @Test func list_ofTheChecks_looksAtNothing() throws {
        let run = try Sandbox().candlewick("adapter", "check", "--list", "--only", "abi")
        #expect(run.status == 0 && run.lines.count == 2)
        #expect(run.lines.last?.hasPrefix("abi-major  Manifest and library are for") == true)
    }

    @Test(arguments: [
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["--only", "speedo", plugin], "no check is called \"speedo\""),
        ([plugin, "--cases", "none"], "--cases none: no such folder"),
        ([plugin, "--cases", "cases"], "cases/one/query.toml"),
    ])
    func use_thatIsWrong_endsWithStatus2AndNothingRuns(arguments: [String], words: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write("cases/one/query.toml", "adapter = 1\n")
        let run = try sandbox.run(Programs.candlewick, ["adapter", "check"] + arguments)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.error.contains(words), "\(run.error)")
    }

    @Test func words_thatAreNoOrder_areRefused() throws {
        let run = try Sandbox().candlewick("adapter", "check-one", "x")
        #expect(run.status == 2 && run.error.contains("only a runner of checks gives them"))
    }

    /// An adapter that says its process's number and then hangs while it is loaded.
    private static let hanging = """
        #include <fcntl.h>
        #include <stdio.h>
        #include <unistd.h>
        __attribute__((constructor)) static void hang(void) {
            char text[32];
            int file = open(STARTED, O_WRONLY), length = snprintf(text, sizeof text, "%d", (int)getpid());
            if (write(file, text, length) == length) close(file);
            for (;;) pause();
        }
        """

    @Test(.enabled(if: Programs.find("gcc") != nil, "gcc is not installed: apt install gcc"))
    func interruption_whileACheckHangs_endsItsProcessAndReportsNothing() throws {
        let sandbox = try Sandbox()
        let manifest = try String(contentsOfFile: "\(Self.plugin)/adapter.toml", encoding: .utf8)
        try sandbox.write("bad/adapter.toml", manifest)
        try sandbox.write("bad/hang.c", Self.hanging)
        #expect(try sandbox.shell("mkfifo started").status == 0)
        let gcc = try #require(Programs.find("gcc"))
        let flags = ["-shared", "-fPIC", "-DSTARTED=\"\(sandbox("started"))\"", "-o", sandbox("bad/libKrakenCSV.so")]
        #expect(try sandbox.run(gcc, flags + [sandbox("bad/hang.c")]).status == 0)
        let process = sandbox.process(Programs.candlewick, ["adapter", "check", "bad", "--only", "load"])
        let (output, error) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, error)
        try process.run()
        // Ends it where the test does not come so far.
        defer { if process.isRunning { process.terminate() } }
        // Waits until the other side opens it, and for its end; not for ever where there is none.
        let number = try sandbox.shell("timeout 30 cat started").output
        #expect(kill(process.processIdentifier, SIGINT) == 0)
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let said = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1 && printed.isEmpty)
        #expect(said.contains("nothing is reported"), "\(said)")
        #expect(kill(try #require(pid_t(number)), 0) == -1 && errno == ESRCH)
    }
}
