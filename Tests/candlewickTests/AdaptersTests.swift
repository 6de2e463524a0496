import Foundation
import Testing

@Suite struct AdaptersTests {
    struct Row: Decodable {
        var id: String
        var kinds: [String]
        var transports: [String]
        var intervals_minutes: [Int]
        var abi: String?
        var run: String
        var health: String
        var problems: [String]
    }

    @Test func adapters_ofTheProject_areListedAndWell() throws {
        let sandbox = try Sandbox()
        let table = try sandbox.candlewick("adapters")
        #expect(table.status == 0 && table.error.isEmpty)
        #expect(table.lines.first?.split(separator: " ").first == "ADAPTER")
        let kraken = try #require(table.lines.first { $0.hasPrefix("kraken-csv ") })
        #expect(kraken.hasSuffix("  ok"))
        #expect(kraken.contains(#/ file +candles,trades +1m 5m 15m 30m 1h 4h 12h 1d +none +- /#))
        #expect(kraken.contains("  1.0  in-process  "))
        let run = try sandbox.candlewick("adapters", "--json")
        #expect(run.status == 0)
        let row = try #require(try run.json([Row].self).first { $0.id == "kraken-csv" })
        #expect(row.kinds == ["candles", "trades"] && row.transports == ["file"] && row.abi == "1.0")
        #expect(row.intervals_minutes == [1, 5, 15, 30, 60, 240, 720, 1440])
        #expect(row.health == "ok" && row.problems.isEmpty)
        #expect(try sandbox.everything().isEmpty)
    }

    @Test func adapters_asJSON_showEachSettingWithWhoMadeIt() throws {
        struct Settings: Decodable {
            struct Setting: Decodable, Equatable {
                var value: String
                var origin: String
            }
            var id: String
            var settings: [String: Setting]
        }
        let sandbox = try Sandbox()
        try sandbox.write(
            "adapters.conf",
            "folders = [\"\(Programs.package)/Plugins\"]\n[adapter.massive]\nrate = \"100/s\"\nburst = 7\n"
                + "credential = \"file:/keys/massive\"\n")
        let environment = [
            "CANDLEWICK_MASSIVE_RATE": "50/s", "CANDLEWICK_KRAKEN_REST_BASE_URL": "http://127.0.0.1:8080",
        ]
        let rows = try sandbox.candlewick("adapters", "--json", environment: environment).json([Settings].self)
        let massive = try #require(rows.first { $0.id == "massive" }).settings
        #expect(massive["rate"] == .init(value: "50/s", origin: "CANDLEWICK_MASSIVE_RATE"))
        #expect(massive["burst"] == .init(value: "7", origin: "adapters.conf"))
        #expect(massive["credential"] == .init(value: "file:/keys/massive", origin: "adapters.conf"))
        let kraken = try #require(rows.first { $0.id == "kraken-rest" }).settings
        #expect(
            kraken == ["base_url": .init(value: "http://127.0.0.1:8080", origin: "CANDLEWICK_KRAKEN_REST_BASE_URL")])
        let wrong = try sandbox.candlewick(
            "adapters", environment: ["CANDLEWICK_MASSIVE_CREDENTIAL": "the-s3cr3t-itself"])
        #expect(wrong.status == 3 && wrong.output.contains("CANDLEWICK_MASSIVE_CREDENTIAL"))
        #expect(!(wrong.output + wrong.error).contains("s3cr3t"))
    }

    struct Bad: CustomTestStringConvertible {
        var what: String
        var source: AdapterSource
        /// Done to the library when it is built.
        var damage = "true"
        var says: [String]
        var testDescription: String { what }
    }

    static let bad = [
        Bad(
            what: "a null function", source: AdapterSource(id: "bad", defines: ["-DDECODE=0"]),
            says: ["/adapters/bad/libadapter.so: candlewick_adapter_entry.decode: null; expected a function"]),
        Bad(
            what: "another major version", source: AdapterSource(id: "bad", defines: ["-DMAJOR=2"]),
            says: ["candlewick_adapter_entry.abi_major: built for ABI 2.0; this host has 1.0"]),
        Bad(
            what: "no symbol", source: AdapterSource(id: "bad", defines: ["-DNO_SYMBOL"]),
            says: [
                "no symbol candlewick_adapter_entry; expected a library built with candlewick_adapter.h"
            ]),
        Bad(
            what: "another hash",
            source: AdapterSource(
                id: "bad",
                after: "[sha256]\n"
                    + ["x86_64", "aarch64"].map { "linux-\($0) = \"\(String(repeating: "0", count: 64))\"\n" }
                    .joined()),
            says: ["adapters/bad/libadapter.so: its SHA-256 is ", "take both from the same delivery"]),
        Bad(
            what: "another id inside", source: AdapterSource(id: "bad", defines: ["-UID", "-DID=\"other\""]),
            says: ["id: the manifest says \"bad\", the library says \"other\"; expected the same"]),
        Bad(
            what: "no library", source: AdapterSource(id: "bad"), damage: "rm adapters/bad/libadapter.so",
            says: ["libadapter.so is not there; looked in ./adapters/bad"]),
        Bad(
            what: "no shared library", source: AdapterSource(id: "bad"),
            damage: "echo text > adapters/bad/libadapter.so", says: ["the system's loader refuses it"]),
        Bad(
            what: "a key that nobody knows", source: AdapterSource(id: "bad", before: "colour = 1"),
            says: ["adapters/bad/adapter.toml: colour: unknown key; allowed here: id, name"]),
        Bad(
            what: "no TOML", source: AdapterSource(id: "bad", before: "id = "),
            says: ["adapters/bad/adapter.toml:1: not TOML"]),
    ]

    @Test(.enabled(if: AdapterSource.isPossible, "needs gcc"), arguments: bad)
    func adapter_thatIsBad_isListedWithItsReasonAndStopsNoOther(_ bad: Bad) throws {
        let sandbox = try Sandbox.withBitcoin()
        try AdapterSource(id: "good").build(in: sandbox)
        try bad.source.build(in: sandbox)
        #expect(try sandbox.shell(bad.damage).status == 0)

        let table = try sandbox.candlewick("adapters")
        #expect(table.status == 3)
        #expect(table.lines.contains { $0.hasPrefix("good ") && $0.hasSuffix(" ok") })
        #expect(table.lines.contains { $0.hasPrefix("bad ") && $0.hasSuffix(" broken") })
        for words in bad.says { #expect(table.output.contains(words), "\(words) in: \(table.output)") }

        let json = try sandbox.candlewick("adapters", "--json")
        #expect(json.status == 3)
        let rows = try json.json([Row].self)
        #expect(rows.map(\.id) == ["bad", "good"])
        #expect(rows.map(\.health) == ["broken", "ok"])
        #expect(rows[0].problems.count == 1 && rows[1].problems.isEmpty)

        let doctor = try sandbox.candlewick("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("ok       adapter good: loads"))
        #expect(doctor.lines.filter { $0.hasPrefix("failed   adapter bad: ") }.count == 1)

        // An ingest says so too, and goes on with the others. (The good one knows no file.)
        let ingest = try sandbox.candlewick("ingest", "earlier", "--yes")
        #expect(ingest.status == 1)
        #expect(
            ingest.error.split(separator: "\n").filter { $0.hasPrefix("candlewick: adapter bad is not used: ") }.count
                == 1)
        #expect(ingest.error.contains("no file to read"))
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }

    @Test(.enabled(if: AdapterSource.isPossible, "needs gcc"))
    func adapter_thatIsSwitchedOff_isNotUsedAndNotBroken() throws {
        let sandbox = try Sandbox.withStore()
        try AdapterSource(id: "good").build(in: sandbox)
        try sandbox.write("adapters.conf", "folders = [\"adapters\"]\n[adapter.good]\nenabled = false\n")
        let table = try sandbox.candlewick("adapters")
        #expect(table.status == 0)
        #expect(table.output.contains("disabled"))
        #expect(table.output.contains("adapter.good.enabled: switched off; set it to true to use this adapter"))
        try sandbox.write("XBTUSD_60.csv", Sandbox.bitcoin)
        let ingest = try sandbox.candlewick("ingest", "XBTUSD_60.csv", "--yes")
        #expect(ingest.status == 1)
        #expect(ingest.error == "candlewick: no adapter can read files; candlewick adapters shows why\n")
    }

    @Test(arguments: [
        (
            "bogus = 1\nfolders = []",
            ["adapters.conf: bogus: unknown key; allowed here: folders, require_pins, adapter"]
        ),
        (
            "folders = []\n[adapter.kraken-csv]\nenbled = true",
            [
                "adapters.conf: adapter.kraken-csv.enbled: unknown key; allowed here: enabled, run, call_timeout, memory, sha256, settings"
            ]
        ),
        (
            "folders = 7\n[adapter.kraken-csv]\nenabled = 3",
            ["adapters.conf: folders: ", "adapters.conf: adapter.kraken-csv.enabled: ", "expected true or false"]
        ),
        ("folders = [", ["adapters.conf:1: not TOML"]),
        (
            "[adapter.kraken-csv]\nrun = \"elsewhere\"",
            ["adapters.conf: adapter.kraken-csv.run: found \"elsewhere\"; expected \"in-process\""]
        ),
    ])
    func configuration_thatIsWrong_isToldWithItsKeys(text: String, says: [String]) throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("adapters.conf", text)
        try sandbox.write("XBTUSD_60.csv", Sandbox.bitcoin)
        for arguments in [["adapters"], ["ingest", "XBTUSD_60.csv", "--yes"]] {
            let run = try sandbox.run(Programs.candlewick, arguments)
            #expect(run.status == 1)
            for words in says { #expect(run.error.contains(words), "\(run.error)") }
        }
    }

    @Test func configuration_isChosenByOptionEnvironmentSettingsAndFolder() throws {
        let sandbox = try Sandbox()
        for name in ["option", "environment", "settings"] {
            try sandbox.write("\(name).conf", "folders = [\"no-\(name)\"]\n")
        }
        try sandbox.write("adapters.conf", "folders = [\"no-folder\"]\n")
        func missing(_ arguments: [String], _ environment: [String: String]) throws -> String {
            let run = try sandbox.run(Programs.candlewick, ["adapters"] + arguments, environment: environment)
            #expect(run.status == 1)
            return run.error
        }
        let environment = ["CANDLEWICK_ADAPTERS": "environment.conf"]
        #expect(try missing([], [:]).contains("no-folder: there is no such folder"))
        try sandbox.write("candlewick.toml", "[adapters]\nfile = \"settings.conf\"\n")
        #expect(try missing([], [:]).contains("no-settings: there is no such folder"))
        #expect(try missing([], environment).contains("no-environment: there is no such folder"))
        #expect(try missing(["--adapters", "option.conf"], environment).contains("no-option: there is no such folder"))
        #expect(try missing(["--adapters", "gone.conf"], [:]).contains("gone.conf: cannot be read"))
    }
}
