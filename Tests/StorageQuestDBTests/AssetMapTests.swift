import Testing

@testable import StorageQuestDB

@Suite struct AssetMapTests {
    /// The numbers are those of an implementation in Python.
    @Test(
        arguments: [("", 18652612), ("BTC", 344867521), ("ETH", 122890012), ("Ünïcode 'quoted'", 960034443)]
            as [(String, Int32)])
    func preferredNumber_ofATicker_isTheSameEverywhere(ticker: String, number: Int32) {
        #expect(AssetMap.preferred(ticker) == number)
    }

    @Test func rows_thatContradict_theFirstHolds() {
        var map = AssetMap()
        for (number, ticker) in [(5, "A"), (5, "B"), (6, "B"), (6, "C"), (5, "A"), (7, "A"), (8, "C")] {
            map.add(Int32(number), ticker)
        }
        #expect(map.numbers == ["A": 5, "B": 6, "C": 8])
        #expect(map.tickers == [5: "A", 6: "B", 8: "C"])
        // 7 is A's second number: nobody else's, and not free.
        #expect(map.free(from: 5) == 9)
    }

    @Test func freeNumber_atTheEnd_beginsAgain() {
        var map = AssetMap()
        map.add(.max, "Z")
        #expect(map.free(from: .max) == 1)
    }
}
