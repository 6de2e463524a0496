import Foundation
import Testing

/// Adapters that were dropped in, which run in worker processes: what a user sees of that.
@Suite(.serialized, .enabled(if: AdapterSource.isPossible, "gcc is not installed")) struct WorkerTests {
    /// A row of `adapters --json`.
    private struct Row: Decodable {
        var id: String
        var run: String
        var confinement: String?
        var health: String
        var problems: [String]
    }

    /// `Tests/AdapterHostTests/Adapters/failing.c`, dropped in.
    private func dropIn(_ sandbox: Sandbox, settings: String = "") throws {
        let sources = "\(Programs.package)/Tests/AdapterHostTests/Adapters"
        try sandbox.write(
            "adapters.conf", "folders = [\"adapters\", \"\(Programs.package)/Plugins\"]\n[adapter.small]\n\(settings)\n"
        )
        try sandbox.write(
            "adapters/small/adapter.toml",
            """
            id = "small"
            name = "Small"
            version = "1.0.0"
            licence = "Apache-2.0"
            summary = "Fails as it is told"
            [abi]
            major = 1
            [library]
            linux-x86_64 = "small.so"
            linux-aarch64 = "small.so"
            [source]
            transports = ["file"]
            kinds = ["candles"]
            intervals_minutes = [1]
            [aliases]
            XBT = "BTC"
            """)
        let compiled = try sandbox.run(
            Programs.find("gcc") ?? "gcc",
            [
                "-std=c11", "-O1", "-shared", "-fPIC", "-I\(Programs.package)/Sources/CAdapterABI/include",
                "-I\(Programs.package)/Sources/CWorker/include", "-I\(sources)", "-o", "adapters/small/small.so",
                "\(sources)/failing.c",
            ])
        try #require(compiled.status == 0, "\(compiled.error)")
    }

    private func small(_ sandbox: Sandbox, _ environment: [String: String] = [:]) throws -> Row {
        let rows = try sandbox.candlewick("adapters", "--json", environment: environment).json([Row].self)
        return try #require(rows.first { $0.id == "small" })
    }

    @Test func adapter_thatWasDroppedIn_runsInAWorkerWithoutRights() throws {
        let sandbox = try Sandbox()
        try dropIn(sandbox)
        let row = try small(sandbox)
        #expect(row.run == "worker" && row.health == "ok")
        #expect(row.confinement?.contains("system calls") == true)
        let table = try sandbox.candlewick("adapters")
        #expect(table.status == 0)
        #expect(table.lines.contains { $0.hasPrefix("small ") && $0.contains("  1.0  worker  ") })
        #expect(table.lines.contains { $0.hasPrefix("small runs without rights; what holds: system calls") })
        // Those that came with the program run in its process.
        #expect(table.lines.contains { $0.hasPrefix("kraken-csv ") && $0.contains("  1.0  in-process  ") })
        #expect(try small(sandbox, ["CANDLEWICK_SMALL_RUN": "in-process"]).run == "in-process")
        #expect(try small(sandbox, ["CANDLEWICK_SMALL_RUN": "in-process"]).confinement == nil)
    }

    @Test func adapter_thatKeepsFailing_isQuarantinedUntilItIsReleased() throws {
        let sandbox = try Sandbox()
        try dropIn(sandbox)
        for way in ["segv", "abort", "trap", "exit"] { try sandbox.write("in/identify-\(way)", "text") }
        #expect(try sandbox.candlewick("migrate").status == 0)
        // Kraken's files are read all the same.
        try sandbox.write("in/XBTUSD_60.csv", "1672531200,1,2,1,2,5,3\n")
        let run = try sandbox.candlewick("ingest", "in", "--yes")
        #expect(run.error.contains("crashed (segmentation fault, signal 11)"), "\(run.error)")
        #expect(try sandbox.candlewick("query", "--asset", "BTC", "--interval", "60").status == 0)
        let row = try small(sandbox)
        #expect(row.health == "quarantine")
        #expect(row.problems.contains { $0.contains("candlewick adapters --release small") })
        // It is not run, and the others are not kept from anything.
        let again = try sandbox.candlewick("ingest", "in", "--yes")
        #expect(again.error.contains("adapter small is not used") && again.error.contains("in quarantine"))
        #expect(try sandbox.candlewick("adapters").status == 3)
        #expect(try sandbox.candlewick("adapters", "--release", "small").status == 0)
        #expect(try small(sandbox).health == "ok")
        let wrong = try sandbox.candlewick("adapters", "--release", "small")
        #expect(wrong.status == 1 && wrong.error.contains("no adapter 'small' is in quarantine"))
    }

    @Test func workers_ofTheBundledAdapter_storeWhatItStoresInTheProcess() throws {
        let sandbox = try Sandbox()
        let lines = (0..<100_000).map { "\(1_577_836_800 + $0 * 60),1.5,2.5,1.25,2,\($0 % 9).5,\($0 % 7 + 1)\n" }
        try sandbox.write("XBTUSD_1.csv", lines.joined())
        var exports: [String] = []
        for mode in ["worker", "in-process"] {
            let environment = ["CANDLEWICK_KRAKEN_CSV_RUN": mode]
            let store = ["--store", "sqlite:\(sandbox("\(mode).db"))"]
            #expect(try sandbox.run(Programs.candlewick, ["migrate"] + store).status == 0)
            let run = try sandbox.run(
                Programs.candlewick, ["ingest", "XBTUSD_1.csv", "--yes"] + store, environment: environment)
            #expect(run.status == 0, "\(run.error)")
            exports.append(try sandbox.run(Programs.candlewick, ["export", "--asset", "BTC"] + store).output)
        }
        #expect(exports[0] == exports[1] && exports[0].split(separator: "\n").count == 100_001)
    }
}
