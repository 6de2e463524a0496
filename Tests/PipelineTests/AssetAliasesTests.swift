import MarketData
import Pipeline
import Testing

@Suite struct AssetAliasesTests {
    private static func kraken() throws -> AssetAliases { try AssetAliases(["XBT": "BTC", "XDG": "DOGE"]) }

    @Test(arguments: [
        ("XBT", "BTC"), ("xbt", "BTC"), ("Xbt", "BTC"), ("XDG", "DOGE"), ("ETH", "ETH"), ("eth", "ETH"), ("XRP", "XRP"),
        ("XMR", "XMR"), ("ZRX", "ZRX"), ("XTZ", "XTZ"), ("1INCH", "1INCH"), ("ETH2.S", "ETH2.S"), ("BTC", "BTC"),
        ("XBT.M", "XBT.M"), ("O:SPY251219C00650000", "O:SPY251219C00650000"),
    ])
    func code_ofKraken_isTheHubsName(code: String, name: String) throws {
        #expect(try Self.kraken().asset(code) == name)
    }

    @Test func instrument_ofKrakensCodes_isNormal() throws {
        #expect(try Self.kraken().instrument(base: "xbt", quote: "usd") == Instrument(base: "BTC", quote: "USD"))
        #expect(try Self.kraken().instrument(base: "XDG", quote: "XBT") == Instrument(base: "DOGE", quote: "BTC"))
    }

    @Test func alias_ofAnAlias_isNotFollowed() throws {
        let aliases = try AssetAliases(["A": "B", "B": "C", "C": "A"])
        #expect(try ["A", "B", "C"].map { try aliases.asset($0) } == ["B", "C", "A"])
    }

    @Test func alias_writtenInLowerCase_isForThatSpellingAndGivesUpperCase() throws {
        let aliases = try AssetAliases(["kimpl": "kim-pl"])
        #expect(try aliases.asset("kimpl") == "KIM-PL")
        #expect(try aliases.asset("KIMPL") == "KIMPL")
    }

    @Test func caseThatMeansSomething_isKept() throws {
        let aliases = try AssetAliases(["XBT": "BTC"], foldsCase: false)
        #expect(try aliases.asset("KIMpL") == "KIMpL")
        #expect(try aliases.asset("xbt") == "xbt")
        #expect(try aliases.asset("XBT") == "BTC")
    }

    @Test func baseAndQuote_ofOneAsset_areNoInstrument() {
        #expect {
            try Self.kraken().instrument(base: "BTC", quote: "xbt")
        } throws: { error in
            (error as? PipelineError)?.code == .badInstrument && "\(error)".contains("both BTC")
        }
    }

    static let badNames = [
        ("", "is empty"), (String(repeating: "A", count: 33), "has 33 bytes"), ("A B", #"has the character " ""#),
        ("A/B", #"has the character "/""#), ("A\0", "has the character"), ("A\n", "has the character"),
        ("ÀB", "has the character"), ("ВТС", "has the character"), ("A\u{7F}", "has the character"),
        ("-A", "does not begin"), (".", "does not begin"), ("..", "does not begin"), (":A", "does not begin"),
        ("_A", "does not begin"), ("A;DROP", "has the character"), ("A'", "has the character"),
        ("A\\B", "has the character"), ("ßßß", "has the character"), ("A😀", "has the character"),
    ]

    // By number: control characters have no place in the tests' output.
    @Test(arguments: badNames.indices)
    func name_thatIsNone_isRefusedAsCodeAliasAndTarget(_ index: Int) {
        let (name, why) = Self.badNames[index]
        for attempt: () throws -> Void in [
            { _ = try AssetName.checked(name) }, { _ = try AssetAliases().asset(name) },
            { _ = try AssetAliases([name: "BTC"]) }, { _ = try AssetAliases(["BTC": name]) },
            { _ = try Self.kraken().instrument(base: name, quote: "USD") },
            { _ = try Self.kraken().instrument(base: "BTC", quote: name) },
        ] {
            #expect {
                try attempt()
            } throws: { error in
                guard let error = error as? PipelineError else { return false }
                return error.code == .badAssetName && error.message.contains(why)
                    && error.description.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 }
            }
        }
    }

    @Test(arguments: ["A", "a", "0", String(repeating: "Z", count: 32), "A.-_:", "9z"])
    func name_thatIsOne_isItself(name: String) throws {
        #expect(try AssetName.checked(name) == name)
    }

    @Test func refusedName_thatIsLong_isShownInPart() {
        #expect {
            try AssetName.checked(String(repeating: "A", count: 5000))
        } throws: { "\($0)".utf8.count < 250 }
    }
}
