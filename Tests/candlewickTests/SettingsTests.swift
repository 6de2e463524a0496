import Testing

/// Which store, and what `candlewick.toml` may say.
@Suite struct SettingsTests {
    @Test func store_isChosenByOptionEnvironmentSettingsAndDefault() throws {
        let sandbox = try Sandbox()
        func store(_ arguments: [String], _ environment: [String: String]) throws -> String {
            let run = try sandbox.run(
                Programs.candlewick, ["migrate", "--dry-run"] + arguments, environment: environment)
            #expect(run.status == 0, "\(run.error)")
            return String(run.output.prefix { $0 != " " }.dropLast())
        }
        let environment = ["CANDLEWICK_STORE": "sqlite:environment.db"]
        #expect(try store([], [:]) == "sqlite:candlewick.db")
        try sandbox.write("candlewick.toml", "[store]\nseries = \"sqlite:settings.db\"\n")
        #expect(try store([], [:]) == "sqlite:\(sandbox("settings.db"))")
        #expect(try store([], environment) == "sqlite:environment.db")
        #expect(try store(["--store", "sqlite:option.db"], environment) == "sqlite:option.db")
        #expect(try store(["--store", "SQLite:/else/where.db"], [:]) == "sqlite:/else/where.db")
    }

    @Test func settings_areChosenByOptionEnvironmentAndFolder() throws {
        let sandbox = try Sandbox()
        for name in ["option", "environment", "candlewick"] {
            try sandbox.write("\(name).toml", "[store]\nseries = \"sqlite:\(name).db\"\n")
        }
        let environment = ["CANDLEWICK_CONFIG": "environment.toml"]
        #expect(try sandbox.candlewick("migrate").status == 0)
        #expect(try sandbox.candlewick("migrate", environment: environment).status == 0)
        #expect(!sandbox.has("option.db"))
        #expect(try sandbox.candlewick("migrate", "--config", "option.toml", environment: environment).status == 0)
        #expect(sandbox.has("candlewick.db") && sandbox.has("environment.db") && sandbox.has("option.db"))
    }

    @Test func path_inTheSettings_isRelativeToTheirFile() throws {
        let sandbox = try Sandbox()
        try sandbox.write(
            "conf/my.toml",
            "[store]\nseries = \"sqlite:../data/a.db\"\n[ingest]\npaths = [\"../in\"]\n[assets]\ntiers = \"t.toml\"\n")
        try sandbox.write("conf/t.toml", "[tiers]\nTIER3 = [\"BTC\"]\n")
        try sandbox.write("data/keep", "")
        try sandbox.write("in/XBTUSD_60.csv", Sandbox.bitcoin)
        #expect(try sandbox.candlewick("migrate", "--config", "conf/my.toml").status == 0)
        #expect(sandbox.has("data/a.db"))
        let run = try sandbox.candlewick("ingest", "--config", "conf/my.toml", "--yes")
        #expect(run.status == 0)
        #expect(run.output.contains("TIER3       1       1      1"))
        let rows = try sandbox.candlewick("export", "--store", "sqlite:data/a.db")
        #expect(rows.output == Sandbox.header + Sandbox.bitcoinRows)
    }

    @Test(arguments: ["oracle:host/db", "mysql:x", "candlewick.db", "sqlite:", ":x", ""])
    func store_thatNobodyKnows_isWrongUse(store: String) throws {
        let sandbox = try Sandbox()
        let byOption = try sandbox.candlewick("query", "--store", store)
        #expect(byOption.status == 2)
        #expect(byOption.error.contains("write sqlite:PATH"))
        // A variable that is set to nothing is not set.
        if store.isEmpty { return }
        let byEnvironment = try sandbox.candlewick("query", environment: ["CANDLEWICK_STORE": store])
        #expect(byEnvironment.status == 2)
        #expect(byEnvironment.error == byOption.error)
        #expect(try sandbox.everything().isEmpty)
    }

    @Test(arguments: [
        ("[store]\nserie = \"x\"", "candlewick.toml:2: 'serie' in [store] is not known; known are ledger, series"),
        (
            "[stor]\nseries = \"x\"",
            "candlewick.toml:1: [stor] is not known; known are adapters, alerts, assets, cache, gaps, "
                + "ingest, live, postgresql, questdb, schedule, serve, spool, store, sync"
        ),
        ("store = \"sqlite:x\"", "candlewick.toml:1: store must be a section, [store]"),
        ("[store]\nseries = 7", "candlewick.toml:2: 'series' in [store] must be text in quotes"),
        ("[store]\nseries = \"\"", "candlewick.toml:2: 'series' in [store] must be text in quotes"),
        ("[ingest]\npaths = \"data\"", "candlewick.toml:2: 'paths' in [ingest] must be a list of texts"),
        ("[ingest]\nworkers = -1", "candlewick.toml:2: 'workers' in [ingest] must be a whole number from 0 to 256"),
        ("[live]\nevents = 15", "candlewick.toml:2: 'events' in [live] must be a whole number from 16 to 1000000"),
        ("[live]\nqueue = 5000", "candlewick.toml:2: 'queue' in [live] must be at most events, 4096"),
        ("[live]\nreaders = 0", "candlewick.toml:2: 'readers' in [live] must be a whole number from 1 to 100000"),
        ("[live]\nheartbeat = 61", "candlewick.toml:2: 'heartbeat' in [live] must be a whole number from 1 to 60"),
        ("[live]\nmax_megabytes = 0", "candlewick.toml:2: 'max_megabytes' in [live] must be a whole number from 1 to"),
        ("\n[store\n", "candlewick.toml:2: "),
        ("# [store]\r\n\r\n[ \"store\" ] # x\r\n'series' = 7", "candlewick.toml:4: 'series' in [store] must be"),
        ("store.series = 7", "candlewick.toml:1: 'series' in [store] must be"),
        ("store = { series = 7 }", "candlewick.toml:1: 'series' in [store] must be"),
        (
            "[ingest]\npaths = [\"\"\"\n[serve]\nport = 1\n\"\"\"]\n[serve]\nport = -1",
            "candlewick.toml:7: 'port' in [serve] must be"
        ),
    ])
    func settings_thatAreWrong_areToldWithFileAndKey(text: String, says: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write("candlewick.toml", text)
        for arguments in [["query"], ["migrate"], ["ingest", "x", "--yes"], ["adapters"]] {
            let run = try sandbox.run(Programs.candlewick, arguments)
            #expect(run.status == 1)
            #expect(run.error.contains(says), "\(run.error)")
        }
        let doctor = try sandbox.candlewick("doctor")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("failed   settings: \(says)"), "\(doctor.output)")
        #expect(try sandbox.everything() == ["candlewick.toml"])
    }

    @Test func settings_thatAreNamedAndNotThere_areToldOf() throws {
        let run = try Sandbox().candlewick("query", "--config", "gone.toml")
        #expect(run.status == 1)
        #expect(run.error.contains("gone.toml: there is no such settings file"))
    }

    @Test(arguments: [
        ("[tiers]\nTIER9 = [\"BTC\"]", "'TIER9' in [tiers] is not known; known are TIER1, TIER2"),
        ("[tiers]\nTIER1 = [\"BTC\"]\nTIER2 = [\"BTC\"]", "BTC is in TIER1 and in TIER2; leave one"),
        ("[tiers]\nTIER1 = \"BTC\"", "'TIER1' in [tiers] must be a list of texts"),
    ])
    func tiers_thatAreWrong_areTold(text: String, says: String) throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("candlewick.toml", "[assets]\ntiers = \"mine.toml\"\n")
        try sandbox.write("mine.toml", text)
        let run = try sandbox.candlewick("ingest", "earlier", "--yes")
        #expect(run.status == 1)
        #expect(run.error.contains("mine.toml:") && run.error.contains(says), "\(run.error)")
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
    }
}
