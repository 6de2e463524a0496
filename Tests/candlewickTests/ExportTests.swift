import Foundation
import Testing

@Suite struct ExportTests {
    /// Numbers as Kraken writes them, in a form that comes back as it was.
    private static func withMany() throws -> Sandbox {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("more/XDGUSD_60.csv", "1704067200,1.188e-05,2.5e-05,1.1e-05,1.2e-05,0.00000001,0\n")
        try sandbox.write("more/LTCEUR_30.csv", "1704069000,73.1,73.2,73,73.1,123456789.12345678\n")
        try sandbox.write(
            "more/ETHEUR.csv",
            "Price,Volume,Timestamp,Type,OrderType,Misc,TradeID\n"
                + "2000.5,1.1,1704067200.123456,b,l,,12\n2000.5,1.1,1704067200.123456,s,m,,13\n")
        try sandbox.write("more/XBTEUR.csv", "1704067200,38000,0.5\n1704067200,38000,0.5\n")
        let run = try sandbox.candlewick("ingest", "more", "--yes")
        try #require(run.status == 0, "\(run.error)")
        return sandbox
    }

    private static let doge = "2024-01-01T00:00:00Z,1.188e-05,2.5e-05,1.1e-05,1.2e-05,1e-08,0,DOGE,USD,60,kraken-csv\n"
    private static let litecoin = "2024-01-01T00:30:00Z,73.1,73.2,73,73.1,123456789.12345678,,LTC,EUR,30,kraken-csv\n"

    @Test func candles_asCSV_areExactAndInTimeOrder() throws {
        let run = try Self.withMany().candlewick("export")
        #expect(run.status == 0 && run.error.isEmpty)
        let bitcoin: [String] = Sandbox.bitcoinRows.split(separator: "\n").map { $0 + "\n" }
        #expect(run.output == Sandbox.header + bitcoin[0] + Self.doge + Self.litecoin + bitcoin[1])
    }

    @Test func trades_asCSV_keepEqualOnesAndNanoseconds() throws {
        let run = try Self.withMany().candlewick("export", "--kind", "trades")
        #expect(run.status == 0)
        #expect(
            run.output == """
                time,price,volume,side,trade_id,asset,quote,source
                2024-01-01T00:00:00Z,38000,0.5,,,BTC,EUR,kraken-csv
                2024-01-01T00:00:00Z,38000,0.5,,,BTC,EUR,kraken-csv
                2024-01-01T00:00:00.123456Z,2000.5,1.1,buy,12,ETH,EUR,kraken-csv
                2024-01-01T00:00:00.123456Z,2000.5,1.1,sell,13,ETH,EUR,kraken-csv

                """)
    }

    @Test func candles_asNDJSON_areObjectsWithNullForWhatIsAbsent() throws {
        struct Candle: Decodable, Equatable {
            var time: String
            var open: Double
            var volume: Double
            var trades: Int?
            var asset: String
            var quote: String
            var interval_minutes: Int
            var source: String
        }
        let run = try Self.withMany().candlewick("export", "--format", "ndjson", "--quote", "EUR")
        #expect(run.status == 0)
        #expect(
            run.output
                == #"{"time":"2024-01-01T00:30:00Z","open":73.1,"high":73.2,"low":73,"close":73.1,"#
                + #""volume":123456789.12345678,"trades":null,"asset":"LTC","quote":"EUR","interval_minutes":30,"#
                + #""source":"kraken-csv"}"# + "\n")
        let candle = try run.json(Candle.self)
        #expect(candle.volume == 123456789.12345678 && candle.trades == nil && candle.interval_minutes == 30)
    }

    @Test func trades_asNDJSON_areObjects() throws {
        let run = try Self.withMany().candlewick("export", "--kind", "trades", "--asset", "ETH", "--format", "ndjson")
        #expect(
            run.lines.last
                == #"{"time":"2024-01-01T00:00:00.123456Z","price":2000.5,"volume":1.1,"side":"sell","#
                + #""trade_id":13,"asset":"ETH","quote":"EUR","source":"kraken-csv"}"#)
        for line in run.lines {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
    }

    @Test(arguments: [
        (["--asset", "DOGE"], [1]), (["--asset", "BTC"], [0, 3]), (["--interval", "30"], [2]),
        (["--interval", "1h", "--quote", "USD"], [0, 1, 3]), (["--source", "kraken-csv"], [0, 1, 2, 3]),
        (["--source", "derived"], []), (["--start", "2024-01-01T00:30:00Z"], [2, 3]),
        (["--end", "2024-01-01T00:30:00Z"], [0, 1]),
        (["--start", "2024-01-01", "--end", "2024-01-01T01:00:00Z"], [0, 1, 2]),
        (["--start", "2024-01-01T01:00:00Z", "--end", "2024-01-01T01:00:00.000000001Z"], [3]),
        (["--start", "2024-01-02"], []),
    ])
    func filters_chooseRowsAndTheRangeIsHalfOpen(arguments: [String], rows: [Int]) throws {
        let bitcoin: [String] = Sandbox.bitcoinRows.split(separator: "\n").map { $0 + "\n" }
        let all: [String] = [bitcoin[0], Self.doge, Self.litecoin, bitcoin[1]]
        let run = try Self.withMany().run(Programs.candlewick, ["export"] + arguments)
        #expect(run.status == 0)
        #expect(run.output == Sandbox.header + rows.map { all[$0] }.joined())
        #expect(run.error.contains("no candles match") == rows.isEmpty)
    }

    @Test(arguments: [
        "1.188e-05", "0.1", "1e-08", "29000.5", "123456.78901234567", "5e-324", "1.7976931348623157e+308", "100000",
        "1e+16", "0.30000000000000004",
    ])
    func number_inShortestForm_comesBackAsItWas(text: String) throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("XBTUSD_60.csv", "1704067200,\(text),\(text),\(text),\(text),0,0\n")
        #expect(try sandbox.candlewick("ingest", "XBTUSD_60.csv", "--yes").status == 0)
        let number = [text, text, text, text].joined(separator: ",")
        #expect(try sandbox.rows() == "2024-01-01T00:00:00Z,\(number),0,0,BTC,USD,60,kraken-csv\n")
    }

    @Test func export_whoseReaderGoesAway_endsQuietly() throws {
        let sandbox = try Self.withRows(5000)
        let run = try sandbox.shell("{ $CANDLEWICK export; echo $? > status; } | head -n 2")
        #expect(run.output.hasPrefix(Sandbox.header) && run.lines.count == 2)
        #expect(run.error.isEmpty)
        #expect(try sandbox.read("status") == "0\n")
        let json = try sandbox.shell(
            "{ $CANDLEWICK query --json 'SELECT * FROM candles'; echo $? > status; } | head -n 1 | wc -l")
        #expect(json.error.isEmpty && json.output.contains("1"))
        #expect(try sandbox.read("status") == "0\n")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func export_toAFullDisk_fails() throws {
        let run = try Sandbox.withBitcoin().shell("$CANDLEWICK export > /dev/full")
        #expect(run.status == 1)
        #expect(run.error == "candlewick: standard output cannot be written: No space left on device\n")
    }

    @Test func export_ofMoreRows_needsNoMoreMemory() throws {
        // More than what is read at a time in both, so that all buffers are full.
        let some = try Self.peak(Self.withRows(50_000))
        let many = try Self.peak(Self.withRows(200_000))
        #expect(some.lines == 50_001 && many.lines == 200_001)
        // The rows between the two are 13 MB of text and 10 MB of columns.
        #expect(many.kilobytes < some.kilobytes + 6144, "\(some.kilobytes) kB and \(many.kilobytes) kB")
        #expect(some.kilobytes > 0 && many.kilobytes < 150 * 1024)
    }

    private static func withRows(_ rows: Int) throws -> Sandbox {
        let sandbox = try Sandbox.withStore()
        let made = try sandbox.run(Programs.sample, ["big", "--rows", "\(rows)"])
        try #require(made.status == 0, "\(made.error)")
        let run = try sandbox.candlewick("ingest", "big", "--yes")
        try #require(run.status == 0, "\(run.error)")
        return sandbox
    }

    /// The export's peak of resident memory, looked at while it waits for us to read on, and its lines.
    private static func peak(_ sandbox: Sandbox) throws -> (kilobytes: Int, lines: Int) {
        let process = sandbox.process(Programs.candlewick, ["export"])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var (peak, lines) = (0, 0)
        while true {
            // Gone when the process has ended; the size before holds then.
            let status = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
            peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
            let data = pipe.fileHandleForReading.availableData
            if data.isEmpty { break }
            lines += data.count { $0 == UInt8(ascii: "\n") }
        }
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return (peak, lines)
    }
}
