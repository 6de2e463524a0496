import Foundation
import Testing

/// `compare`: what the hub made of hours against what a file says of four hours.
@Suite struct CompareTests {
    private struct Document: Decodable {
        struct Value: Decodable {
            var field: String
            var a: Double
            var b: Double
        }

        struct Difference: Decodable {
            var time: String
            var values: [Value]
        }

        struct Pair: Decodable {
            var a: String
            var b: String
            var both: Int
            var only_a: Int
            var only_b: Int
            var differing: Int
            var differences: [Difference]
        }

        var asset: String
        var quote: String
        var interval_minutes: Double
        var pairs: [Pair]
    }

    /// 12 candles of four hours from the hours, 10 in the file; the third one closes at 106 instead of 105.
    private static func sandbox() throws -> Sandbox {
        let good = HistoryFiles.candles(10, of: 14_400, trades: 2000).replacingOccurrences(
            of: ",5,2000", with: ",20,2000")
        let line = "\(HistoryFiles.start + 2 * 14_400),100,110,90,105,"
        try #require(good.contains(line))
        let sandbox = try Sandbox.withKraken([
            "XBTUSD_60.csv": HistoryFiles.hours(48),
            "XBTUSD_240.csv": good.replacingOccurrences(
                of: line, with: line.replacingOccurrences(of: "105,", with: "106,")),
        ])
        let made = try sandbox.candlewick("resample", "--from", "60", "--to", "240", "--asset", "BTC")
        try #require(made.status == 0, "\(made.error)")
        return sandbox
    }

    @Test func sources_thatDifferInOneCandle_showItWithBothValues() throws {
        let sandbox = try Self.sandbox()
        let run = try sandbox.candlewick("compare", "--asset", "btc", "--interval", "240", "--json")
        let document = try run.json(Document.self)
        #expect(document.asset == "BTC" && document.quote == "USD" && document.interval_minutes == 240)
        let pair = try #require(document.pairs.first)
        #expect(document.pairs.count == 1 && pair.a == "derived" && pair.b == "kraken-csv")
        #expect(pair.both == 10 && pair.only_a == 2 && pair.only_b == 0 && pair.differing == 1)
        #expect(pair.differences.map(\.time) == ["2024-01-01T08:00:00Z"])
        let values = try #require(pair.differences.first?.values)
        #expect(values.map(\.field) == ["close"] && values.map(\.a) == [105] && values.map(\.b) == [106])
        // The other way round, as they were named.
        let named = try sandbox.candlewick(
            "compare", "--asset", "BTC", "--interval", "240", "--sources", "kraken-csv,derived")
        #expect(
            named.status == 0
                && named.output.hasPrefix("BTC/USD 4h: kraken-csv and derived\n10 in both, of which 1 differ"))
        #expect(named.lines.last?.hasPrefix("2024-01-01 08:00  close") == true)
    }

    @Test(arguments: [
        (["--tolerance", "0.01"], 10, 0), (["--start", "2024-01-01T12:00:00Z"], 7, 0),
        (["--end", "2024-01-01T12:00:00Z"], 3, 1),
        (["--limit", "0"], 10, 1),
    ])
    func options_sayWhatIsComparedAndHow(arguments: [String], both: Int, differing: Int) throws {
        let run = try Self.sandbox().run(
            Programs.candlewick, ["compare", "--asset", "BTC", "--interval", "240", "--json"] + arguments)
        let pair = try #require(try run.json(Document.self).pairs.first)
        #expect(pair.both == both && pair.differing == differing)
        #expect(pair.differences.count == (arguments[0] == "--limit" ? 0 : differing))
    }

    @Test(arguments: [
        (["--interval", "60"], 1, "only kraken-csv has BTC/USD 1h; it takes two sources to compare"),
        (["--interval", "5"], 1, "there are no candles of BTC/USD 5m; candlewick query shows what there is"),
        (
            ["--interval", "240", "--sources", "kraken-csv,massive"], 1,
            "massive has no candles of BTC/USD 4h; derived and kraken-csv have;"
        ),
        (["--interval", "240", "--sources", "kraken-csv"], 2, "--sources wants two or more different ones"),
        (["--interval", "240", "--tolerance", "2"], 2, "--tolerance must be 0 to 1"),
    ])
    func wrongWords_areNamed(arguments: [String], status: Int32, message: String) throws {
        let run = try Self.sandbox().run(Programs.candlewick, ["compare", "--asset", "BTC"] + arguments)
        #expect(run.status == status && run.error.contains(message), "\(run.error)")
    }
}
