import Testing

/// Files with something wrong in them: one clear message, the good rows kept, what was stored before unharmed.
@Suite struct BadRowTests {
    struct Case: CustomTestStringConvertible {
        /// What is in the file behind two good hours.
        var lines: String
        /// The line that is refused, from 1.
        var line: Int
        /// What the message says.
        var says: [String]
        var testDescription: String { String(lines.prefix(50)) }

        init(_ lines: String, line: Int = 3, _ says: String...) {
            (self.lines, self.line, self.says) = (lines, line, says)
        }
    }

    static let cases = [
        Case("1704074400,11,12,10,11,5,3,9\n", "8 columns, expected 7", "time, open, high, low, close, volume, trades"),
        Case("1704074400,11,12,10,11\n", "5 columns, expected 7"),
        Case("1704074400,1x,12,10,11,5,3\n", "the open '1x' is no finite decimal number, like 29000.5"),
        Case("1704074400,11,12,10,11,abc,3\n", "the volume 'abc' is no finite decimal number"),
        Case("1704074400,11,12,10,11,5,3.5\n", "the number of trades '3.5' is no whole number"),
        Case("1704074400,11,nan,10,11,5,3\n", "the high 'nan' is no finite decimal number"),
        Case("1704074400,11,12,10,1e999,5,3\n", "the close '1e999' is no finite decimal number"),
        Case("1704074400,11,inf,10,11,5,3\n", "the high 'inf' is no finite decimal number"),
        Case("1704074400,,12,10,11,5,3\n", "the open is empty, expected a decimal number"),
        Case(",11,12,10,11,5,3\n", "the time is empty, expected seconds since 1970 (UTC)"),
        Case("1704074400000,11,12,10,11,5,3\n", "the time '1704074400000'", "13 digits, are these not seconds?"),
        Case("2024-01-01,11,12,10,11,5,3\n", "the time '2024-01-01' is not seconds since 1970 (UTC)"),
        Case("1704074400,-11,12,10,11,5,3\n", "open -11 is no price; expected a finite number above 0"),
        Case("1704074400,11,12,0,11,5,3\n", "low 0 is no price; expected a finite number above 0"),
        Case("1704074400,11,12,10,11,-5,3\n", "volume -5 is no amount; expected a finite number, 0 or above"),
        Case("1704074400,11,12,11.5,11,5,3\n", "low 11.5 is above open 11; expected low <= open, close <= high"),
        Case("1704074400,11,10.5,10,11,5,3\n", "high 10.5 is below open 11"),
        Case("1704074460,11,12,10,11,5,3\n", "open time 2024-01-01T02:01:00Z is no start of a 1h candle"),
        Case("1704063600,11,12,10,11,5,3\n", "goes back behind 2024-01-01T01:00:00Z", "sort the file by time"),
        Case("1704070800,11,12,10,11,6,3\n", "was in record 2 already", "volume 6 instead of 5"),
        Case("1041379200,11,12,10,11,5,3\n", "2003-01-01T00:00:00Z is before 2009-01-03"),
        Case("7258118400,11,12,10,11,5,3\n", "2200-01-01T00:00:00Z is after now"),
        Case("1704074400,11,12", "the file ends in the middle of a line: 3 columns, expected 7"),
        Case("1704074400,11,12,10,11,5,", "the number of trades is empty", "the file ends in the middle of this line"),
        Case("\n\"1704074400\",11,12,10,11,5,3\n", line: 4, "the time '\"1704074400\"' is not seconds since 1970"),
    ]

    private static let good = "1704067200,10,12,9,11,5,3\n1704070800,11,12,10,11,5,3\n"
    private static let later = "\n1704078000,11,12,10,11,5,3\n"
    private static let goodRows = """
        2024-01-01T00:00:00Z,10,12,9,11,5,3,ETH,USD,60,kraken-csv
        2024-01-01T01:00:00Z,11,12,10,11,5,3,ETH,USD,60,kraken-csv

        """
    private static let laterRow = "2024-01-01T03:00:00Z,11,12,10,11,5,3,ETH,USD,60,kraken-csv\n"

    @Test(arguments: cases)
    func row_thatIsBad_isToldWithItsLineAndTheOthersAreKept(_ bad: Case) throws {
        let sandbox = try Sandbox.withBitcoin()
        // A line that has no end is the last one; behind others comes another good hour.
        let isLast = !bad.lines.hasSuffix("\n")
        try sandbox.write("data/ETHUSD_60.csv", Self.good + bad.lines + (isLast ? "" : Self.later))
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == 3)
        let total = isLast ? 3 : 4
        #expect(run.lines.contains("data/ETHUSD_60.csv: partial: 1 of \(total) records refused"), "\(run.output)")
        let told = run.lines.filter { $0.hasPrefix("  line \(bad.line): ") }
        #expect(told.count == 1, "\(run.output)")
        for words in bad.says { #expect(told.first?.contains(words) ?? false, "\(words) in: \(run.output)") }
        #expect(run.error.contains("1 of 1 file not read whole"))

        #expect(try sandbox.rows(of: "ETH") == Self.goodRows + (isLast ? "" : Self.laterRow))
        #expect(try sandbox.rows(of: "BTC") == Sandbox.bitcoinRows)
        let rejects = try sandbox.candlewick("jobs", "show", "2", "--json").json(JobShowDocument.self).rejects
        #expect(rejects.count == 1)
        #expect(rejects.first?.line == bad.line)
        #expect(rejects.first?.raw == bad.lines.split(separator: "\n").first.map(String.init))
        for words in bad.says { #expect(rejects.first?.reason.contains(words) ?? false) }
    }

    struct Whole: CustomTestStringConvertible {
        var name: String
        var text: [UInt8]
        var status: String
        var exit: Int32
        var says: [String]
        var testDescription: String { name }

        init(_ name: String, _ text: [UInt8], _ status: String, exit: Int32, _ says: String...) {
            (self.name, self.text, self.status, self.exit, self.says) = (name, text, status, exit, says)
        }

        init(_ name: String, _ text: String, _ status: String, exit: Int32, _ says: String...) {
            (self.name, self.text, self.status, self.exit, self.says) = (name, Array(text.utf8), status, exit, says)
        }
    }

    static let wholes = [
        Whole("empty", "", "EMPTY", exit: 3, "there is no record in it"),
        Whole("blank", "\n\n\r\n", "EMPTY", exit: 3, "there is no record in it"),
        Whole("header only", "time,open,high,low,close,volume,trades\n", "EMPTY", exit: 3, "there is no record in it"),
        Whole(
            "UTF-16", [0xff, 0xfe] + good.utf8.flatMap { [$0, 0] }, "INVALID", exit: 1, "UTF-16 text, expected UTF-8",
            "iconv -f UTF-16 -t UTF-8"),
        Whole("prose", "hello\nworld\n", "INVALID", exit: 1, "1 column, expected 6 or 7", "time, open, high, low"),
        Whole(
            "other columns", "time,close,open,high,low,volume\n1704067200,1,2,3,4,5\n", "INVALID", exit: 1,
            "column 2 is 'close'", "reorder the file's columns"),
        Whole("all refused", "1704067200,-1,2,3,4,5\n", "INVALID", exit: 1, "no record could be used", "line 1"),
        Whole("no lines", String(repeating: "7", count: 2 << 20), "INVALID", exit: 1, "1 column, expected 6 or 7"),
    ]

    @Test(arguments: wholes)
    func file_thatIsNotWhatItsNameSays_isToldAndHarmsNothing(_ bad: Whole) throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/ETHUSD_60.csv", bad.text)
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == bad.exit)
        let told = run.lines.filter { $0.hasPrefix("data/ETHUSD_60.csv: \(bad.status.lowercased()): ") }
        #expect(told.count == 1, "\(run.output)")
        for words in bad.says { #expect(told.first?.contains(words) ?? false, "\(words) in: \(run.output)") }
        #expect(try sandbox.rows() == Sandbox.bitcoinRows)
        // It was not finished, so that a better one under its name, or itself, is read again.
        try sandbox.write("data/ETHUSD_60.csv", Self.good)
        #expect(try sandbox.candlewick("ingest", "data", "--yes").status == 0)
        #expect(try sandbox.rows(of: "ETH") == Self.goodRows)
    }

    @Test(arguments: [
        good.replacing("\n", with: "\r\n"), "time,open,high,low,close,volume,trades\n" + good, "\u{FEFF}" + good,
        "\n" + good.replacing("\n", with: "\n\n"), String(good.dropLast()), "\"Time\",o,h,l,c,Vol,Count\r\n" + good,
        // The same candle twice is one.
        good + "1704070800,11,12,10,11,5,3\n",
    ])
    func file_inAnotherSpelling_isReadAsItIsMeant(text: String) throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/ETHUSD_60.csv", text)
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.error.isEmpty)
        #expect(try sandbox.rows(of: "ETH") == Self.goodRows)
        #expect(try sandbox.rows(of: "BTC") == Sandbox.bitcoinRows)
    }

    @Test func number_of25Digits_isRoundedOnceToTheNearest() throws {
        let sandbox = try Sandbox.withStore()
        try sandbox.write("XBTUSD_60.csv", "1704067200,1.234567890123456789012345,12,1,11,5,3\n")
        #expect(try sandbox.candlewick("ingest", "XBTUSD_60.csv", "--yes").status == 0)
        let nearest = 1.234567890123456789012345
        #expect(try sandbox.rows() == "2024-01-01T00:00:00Z,\(nearest),12,1,11,5,3,BTC,USD,60,kraken-csv\n")
    }

    @Test func badFile_besideGoodOnes_stopsNoneOfThem() throws {
        let sandbox = try Sandbox.withBitcoin()
        try sandbox.write("data/AAUSD_60.csv", "hello\n")
        try sandbox.write("data/ETHUSD_60.csv", Self.good)
        let run = try sandbox.candlewick("ingest", "data", "--yes")
        #expect(run.status == 3)
        #expect(run.error.contains("1 of 2 files not read whole"))
        #expect(try sandbox.rows(of: "ETH") == Self.goodRows)
    }
}
