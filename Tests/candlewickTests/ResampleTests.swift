import Testing

@Suite struct ResampleTests {
    struct Row: Decodable {
        var asset: String
        var from: String
        var source: String
        var interval_minutes: Int?
        var candles: Int
        var inserted: Int
        var updated: Int
        var unchanged: Int
        var left_out: Int
    }

    /// Three whole half hours in minutes 0, 15, 30, …, and three trades.
    private static func withFineRows() throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        var text = ""
        for number in 0..<8 {
            text += "\(1_704_067_200 + number * 900),\(number + 10),\(number + 12),\(number + 9),\(number + 11),2,3\n"
        }
        try sandbox.write("data/XBTUSD_15.csv", text)
        try sandbox.write(
            "data/ETHEUR.csv", "1704067195,5,1\n1704067200,10,1\n1704067230,12,2\n1704067259,11,0.5\n1704067260,9,1\n")
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        try #require(run.status == 0, "\(run.error)")
        return sandbox
    }

    @Test func candles_becomeCoarserOnes() throws {
        let sandbox = try Self.withFineRows()
        let dry = try sandbox.candlewick("resample", "--from", "15", "--to", "60", "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output == "would make BTC/USD 1h (derived) from BTC/USD 15m (kraken-csv)\n")
        let run = try sandbox.candlewick("resample", "--from", "15", "--to", "60", "--json")
        #expect(run.status == 0)
        let row = try #require(try run.json([Row].self).first)
        #expect(row.candles == 2 && row.inserted == 2 && row.updated == 0 && row.interval_minutes == 60)
        let made = try sandbox.candlewick("export", "--source", "derived")
        #expect(
            made.output == Sandbox.header + """
                2024-01-01T00:00:00Z,10,15,9,14,8,12,BTC,USD,60,derived
                2024-01-01T01:00:00Z,14,19,13,18,8,12,BTC,USD,60,derived

                """)
        let again = try sandbox.candlewick("resample", "--from", "15", "--to", "60", "--json").json([Row].self)
        #expect(again.first?.unchanged == 2 && again.first?.inserted == 0 && again.first?.updated == 0)
    }

    @Test func trades_becomeCandles() throws {
        let sandbox = try Self.withFineRows()
        #expect(try sandbox.candlewick("resample", "--from", "trades", "--to", "1", "--asset", "ETH").status == 0)
        let made = try sandbox.candlewick("export", "--source", "derived").output
        // The minutes at both ends may be cut, the one between them is whole.
        #expect(made.contains("2024-01-01T00:00:00Z,10,12,10,11,3.5,3,ETH,EUR,1,derived\n"), "\(made)")
    }

    @Test func rowsOfASource_areNeverTouched() throws {
        let sandbox = try Self.withFineRows()
        try sandbox.write("own/XBTUSD_60.csv", "1704067200,99,99,99,99,9,9\n")
        #expect(try sandbox.candlewick("ingest", "own", "--yes").status == 0)
        #expect(try sandbox.candlewick("resample", "--from", "15", "--to", "60").status == 0)
        let own = try sandbox.candlewick("export", "--interval", "60", "--source", "kraken-csv").output
        #expect(own == Sandbox.header + "2024-01-01T00:00:00Z,99,99,99,99,9,9,BTC,USD,60,kraken-csv\n")
        // Where both are there, a source's own rows are what is meant.
        let shown = try sandbox.candlewick("query", "--asset", "BTC", "--interval", "60", "--last", "5")
        #expect(shown.lines.first == "BTC/USD 1h (kraken-csv)")
    }

    @Test(arguments: [
        ("15", "20", "20m is no whole number of 15m candles; expected a multiple of 15m", 2),
        ("15", "5", "5m is not coarser than 15m", 2), ("5", "60", "there is nothing to make them from", 1),
    ])
    func intervals_thatDoNotFit_areRefused(from: String, to: String, says: String, status: Int32) throws {
        let sandbox = try Self.withFineRows()
        let run = try sandbox.candlewick("resample", "--from", from, "--to", to)
        #expect(run.status == status)
        #expect(run.error.contains(says), "\(run.error)")
        #expect(try sandbox.candlewick("export", "--source", "derived").output == Sandbox.header)
    }
}
