import Testing

@Suite struct CommandLineTests {
    static let commands = [
        "init", "migrate", "doctor", "adapters", "asset", "asset add", "asset list", "asset set", "ingest", "resample",
        "export", "query", "jobs", "jobs list", "jobs show", "adapter", "adapter check", "adapter serve-cases",
    ]

    @Test(arguments: commands)
    func help_ofACommand_showsAnExample(command: String) throws {
        let sandbox = try Sandbox()
        let help = try sandbox.run(Programs.candlewick, command.split(separator: " ").map(String.init) + ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("Example:\n"))
        #expect(help.output.contains("  candlewick \(command)"))
        #expect(help.output.contains("USAGE: candlewick \(command)"))
        #expect(help.error.isEmpty)
        #expect(try sandbox.everything().isEmpty)
    }

    @Test(arguments: [["--help"], ["help"], []])
    func help_ofTheProgram_listsEveryCommandAndHowToBegin(arguments: [String]) throws {
        let help = try Sandbox().run(Programs.candlewick, arguments)
        #expect(help.status == 0)
        for command in Self.commands where !command.contains(" ") { #expect(help.output.contains("\n  \(command) ")) }
        #expect(help.output.contains("Start here:\n  candlewick init\n"))
        #expect(help.output.contains("Exit status: 0 done, 1 failed, 2 wrong use, 3 done in part."))
    }

    @Test func version_isPrinted() throws {
        let version = try Sandbox().candlewick("--version")
        #expect(version.status == 0)
        #expect(version.output.hasPrefix("candlewick "))
    }

    @Test(arguments: [
        (["frobnicate"], "'frobnicate'", "candlewick <subcommand>"),
        (["ingest", "--frobnicate"], "'--frobnicate'", "candlewick ingest"),
        (["export", "--kind", "bars"], "'bars' is invalid for '--kind", "candlewick export"),
        (["export", "--kind", "trades", "--interval", "60"], "--interval is for candles", "candlewick export"),
        (["export", "--start", "yesterday"], "'yesterday' is invalid for '--start", "candlewick export"),
        (
            ["export", "--start", "2024-01-02", "--end", "2024-01-01"], "--start (2024-01-02T00:00:00Z) must be before",
            "candlewick export"
        ),
        (["query", "--last", "0"], "--last must be 1 to 1000000", "candlewick query"),
        (["query", "SELECT 1", "--asset", "BTC"], "give SQL or filters, not both", "candlewick query"),
        (["query", "--chart", "--kind", "trades"], "--chart draws candles", "candlewick query"),
        (["query", "--interval", "1x"], "'1x' is invalid for '--interval", "candlewick query"),
        (["ingest", "--workers", "257"], "--workers must be 0 to 256", "candlewick ingest"),
        (["ingest", "--tier", "TIER9"], "'TIER9' is invalid for '--tier", "candlewick ingest"),
        (["asset", "add"], "'<ticker>'", "candlewick asset add"),
        (["asset", "list", "--category", "fish"], "'fish' is invalid", "candlewick asset list"),
        (["resample", "--from", "5"], "'--to <to>'", "candlewick resample"),
        (["jobs", "show", "--rejects", "-1"], "--rejects", "candlewick jobs show"),
        (["jobs", "list", "--last", "0"], "--last must be 1 to 100000", "candlewick jobs list"),
        (["migrate", "now"], "'now'", "candlewick migrate"),
        (["adapter", "serve-cases"], "'<dir>'", "candlewick adapter serve-cases"),
        (["adapter", "check"], "'<path>'", "candlewick adapter check"),
        (["adapter", "check", "x", "--seed", "-1"], "--seed", "candlewick adapter check"),
        (
            ["adapter", "serve-cases", "x", "--port", "65536"], "--port must be 0 to 65535",
            "candlewick adapter serve-cases"
        ),
    ])
    func use_thatIsWrong_endsWithStatus2AndTheUsage(arguments: [String], what: String, usage: String) throws {
        let sandbox = try Sandbox()
        let run = try sandbox.run(Programs.candlewick, arguments)
        #expect(run.status == 2)
        #expect(run.error.contains(what))
        #expect(run.error.contains("Usage: \(usage)"))
        #expect(run.output.isEmpty)
        #expect(try sandbox.everything().isEmpty)
    }
}
