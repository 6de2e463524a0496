import Testing

@Suite struct IngestTests {
    /// Two tiers, candles of two intervals, trades, and a file that nobody knows.
    private static func withFiles() throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        try sandbox.write("data/XBTUSD_1440.csv", "1704067200,42000.1,42100,41990.5,42050,3.25,48\n")
        try sandbox.write("data/deep/UNIUSD_60.csv", "1704067200,7,7.5,6.5,7.25,100,9\n")
        try sandbox.write("data/ETHEUR.csv", "1704067200,2000.5,1.1\n1704067200,2000.5,1.1\n1704067201,2001,2\n")
        try sandbox.write("data/readme.txt", "hello")
        return sandbox
    }

    private static func ingest(_ sandbox: Sandbox, _ arguments: String...) throws -> IngestDocument {
        let run = try sandbox.run(Programs.candlewick, ["ingest", "data", "--yes", "--json"] + arguments)
        try #require(run.status == 0, "\(run.error)")
        return try run.json(IngestDocument.self)
    }

    @Test func preview_countsByTierAndNamesWhatNobodyKnows() throws {
        let sandbox = try Self.withFiles()
        let run = try sandbox.candlewick("ingest", "data", "--dry-run")
        #expect(run.status == 0)
        #expect(
            run.lines == [
                "TIER   ASSETS  SERIES  FILES   SIZE", "TIER1       2       3      3  196 B",
                "TIER2       1       1      1   32 B",
            ])
        #expect(run.error.contains("1 file not known to any adapter, passed over:\n  data/readme.txt: kraken-csv: "))
        #expect(try sandbox.rows().isEmpty)
        #expect(try sandbox.candlewick("jobs").error == "no jobs yet\n")
        #expect(try sandbox.candlewick("asset", "list").output.isEmpty)
    }

    @Test func dryRun_asJSON_hasTheSameCounts() throws {
        struct Preview: Decodable {
            struct Group: Decodable, Equatable {
                var tier: String
                var assets: Int
                var series: Int
                var files: Int
                var bytes: Int
            }
            struct Trouble: Decodable { var path: String }
            var tiers: [Group]
            var unknown: [Trouble]
            var problems: [Trouble]
        }
        // Without a store: looking needs none.
        let sandbox = try Self.withFiles()
        _ = try sandbox.shell("rm candlewick.db*")
        let run = try sandbox.candlewick("ingest", "data", "--dry-run", "--json")
        #expect(run.status == 0)
        let preview = try run.json(Preview.self)
        #expect(
            preview.tiers == [
                .init(tier: "TIER1", assets: 2, series: 3, files: 3, bytes: 196),
                .init(tier: "TIER2", assets: 1, series: 1, files: 1, bytes: 32),
            ])
        #expect(preview.unknown.map(\.path) == ["data/readme.txt"])
        #expect(preview.problems.isEmpty)
        #expect(!sandbox.has("candlewick.db"))
    }

    @Test func ingest_withoutATerminalAndYes_isWrongUseAndReadsNothing() throws {
        let sandbox = try Self.withFiles()
        let run = try sandbox.candlewick("ingest", "data")
        #expect(run.status == 2)
        #expect(run.error.contains("Read 4 files into sqlite:candlewick.db?"))
        #expect(run.error.contains("--yes"))
        #expect(try sandbox.rows().isEmpty)
    }

    @Test func ingest_storesEverythingAndItsCountsAddUp() throws {
        let sandbox = try Self.withFiles()
        let document = try Self.ingest(sandbox)
        #expect(document.state == "COMPLETED" && document.message.isEmpty && document.problems.isEmpty)
        #expect(document.files_known == 0 && document.files_left == 0)
        #expect(document.rows_read == 7 && document.inserted == 7)
        #expect(document.new_assets.sorted() == ["BTC", "ETH", "UNI"])
        #expect(document.files.count == 4)
        for file in document.files {
            let parts = [file.inserted, file.updated, file.unchanged, file.duplicates, file.no_trades, file.rejected]
            #expect(file.rows_read == parts.reduce(0, +))
            #expect(file.status == "COMPLETE" && file.sha256?.count == 64)
        }
        #expect(try sandbox.rows(of: "UNI") == "2024-01-01T00:00:00Z,7,7.5,6.5,7.25,100,9,UNI,USD,60,kraken-csv\n")
        #expect(try sandbox.candlewick("asset", "list").output.contains("UNI     TIER2"))
    }

    @Test func ingest_again_knowsTheFilesAndWritesNothing() throws {
        let sandbox = try Self.withFiles()
        _ = try Self.ingest(sandbox)
        let (candles, trades) = (try sandbox.rows(), try sandbox.rows(kind: "trades"))
        let again = try Self.ingest(sandbox)
        #expect(again.state == "COMPLETED" && again.files_known == 4)
        #expect(again.rows_read == 0 && again.files.isEmpty && again.new_assets.isEmpty)
        // A known file is known by its content, wherever it lies.
        _ = try sandbox.shell("mv data/XBTUSD_60.csv data/deep/")
        #expect(try Self.ingest(sandbox).files_known == 4)
        let text = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(text.status == 0)
        #expect(text.output.contains("files: 4 known already, not read again\n"))
        let read = try Self.ingest(sandbox, "--again")
        #expect(read.files_known == 0 && read.rows_read == 7 && read.unchanged == 7)
        #expect(read.inserted == 0 && read.updated == 0)
        #expect(try sandbox.rows() == candles)
        #expect(try sandbox.rows(kind: "trades") == trades)
    }

    @Test func counts_withEverySortOfRow_addUp() throws {
        let sandbox = try Self.withFiles()
        _ = try Self.ingest(sandbox, "--intervals", "60")
        // One the same, one changed, one new, one twice, one wrong.
        try sandbox.write(
            "data/XBTUSD_60.csv",
            """
            1704067200,42000.1,42010,41990.5,42005,1.25,31
            1704070800,42005,42100,42000,42051,2,17
            1704074400,42051,42100,42000,42050,2,17
            1704074400,42051,42100,42000,42050,2,17
            1704078000,42051,42100,42000,nope,2,17

            """)
        let run = try sandbox.candlewick("ingest", "data/XBTUSD_60.csv", "--yes", "--json")
        #expect(run.status == 3)
        let document = try run.json(IngestDocument.self)
        let counts = [
            document.rows_read, document.inserted, document.updated, document.unchanged, document.duplicates,
            document.no_trades, document.rejected,
        ]
        #expect(counts == [5, 1, 1, 1, 1, 0, 1])
    }

    @Test(arguments: [
        (["--tier", "TIER2"], ["UNI60"]), (["--tier", "tier1,TIER2", "--intervals", "60"], ["BTC60", "UNI60"]),
        (["--intervals", "1d,1h", "--tier", "TIER1"], ["BTC1440", "BTC60"]), (["--kind", "trades"], ["ETH0"]),
        (["--kind", "candles"], ["BTC1440", "BTC60", "UNI60"]),
        (["--kind", "trades", "--intervals", "60"], ["ETH0"]), (["--intervals", "1440"], ["BTC1440"]),
    ])
    func filters_chooseWhatIsRead(arguments: [String], series: [String]) throws {
        struct Series: Decodable {
            var asset: String
            var interval_minutes: Int?
        }
        let sandbox = try Self.withFiles()
        let run = try sandbox.run(Programs.candlewick, ["ingest", "data", "--yes"] + arguments)
        #expect(run.status == 0)
        let stored = try sandbox.candlewick("query", "--json").json([Series].self)
        #expect(stored.map { "\($0.asset)\($0.interval_minutes ?? 0)" }.sorted() == series)
    }

    @Test func filters_thatLeaveNothing_fail() throws {
        let run = try Self.withFiles().candlewick("ingest", "data", "--yes", "--tier", "TIER3")
        #expect(run.status == 1)
        #expect(run.error.contains("no file to read: none has a name that an adapter knows and the options allow"))
    }

    @Test(arguments: ["0", "1", "2", "7"])
    func workers_ofAnyNumber_storeTheSame(workers: String) throws {
        let sandbox = try Sandbox.withStore()
        var expected = ""
        for number in 0..<12 {
            let asset = "A\(UnicodeScalar(UInt8(65 + number)))"
            try sandbox.write("data/\(asset)USD_60.csv", "1704067200,\(number + 1),50,0.5,2,3,4\n")
            expected += "2024-01-01T00:00:00Z,\(number + 1),50,0.5,2,3,4,\(asset),USD,60,kraken-csv\n"
        }
        #expect(try Self.ingest(sandbox, "--workers", workers).inserted == 12)
        #expect(try sandbox.rows() == expected)
    }

    @Test func ingest_withoutPaths_takesTheSettingsOrSaysWhatIsMissing() throws {
        let sandbox = try Self.withFiles()
        let nothing = try sandbox.candlewick("ingest", "--yes")
        #expect(nothing.status == 2)
        #expect(nothing.error.contains("name files, folders or archives, or set [ingest] paths"))
        try sandbox.write("candlewick.toml", "[ingest]\npaths = [\"data/deep\"]\nworkers = 1\n")
        #expect(try sandbox.candlewick("ingest", "--yes").status == 0)
        #expect(try sandbox.rows().contains("UNI"))
        #expect(try !sandbox.rows().contains("BTC"))
    }

    @Test func ingest_withoutAStore_saysHowToMakeOne() throws {
        let sandbox = try Sandbox()
        try sandbox.write("data/XBTUSD_60.csv", Sandbox.bitcoin)
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == 1)
        #expect(run.error.contains("there is no such file; create it with candlewick init or candlewick migrate"))
        #expect(try sandbox.everything() == ["data", "data/XBTUSD_60.csv"])
    }

    @Test func archive_isReadWithoutBeingUnpacked() throws {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["sample"])
        #expect(made.status == 0)
        let before = try sandbox.everything().filter { !$0.contains("candlewick.db") }
        let archive = "sample/Kraken_OHLCVT_sample.zip"
        let run = try sandbox.candlewick("ingest", archive, "--yes", "--json")
        #expect(run.status == 0)
        let document = try run.json(IngestDocument.self)
        #expect(
            document.files.map(\.path).sorted()
                == ["ADAUSD_60", "LINKEUR_240", "SOLUSD_60"].map { "\(archive)/\($0).csv" })
        #expect(document.inserted == document.rows_read && document.inserted > 1000)
        #expect(try sandbox.everything().filter { !$0.contains("candlewick.db") } == before)
        #expect(try sandbox.candlewick("ingest", archive, "--yes", "--json").json(IngestDocument.self).files_known == 3)
    }
}
