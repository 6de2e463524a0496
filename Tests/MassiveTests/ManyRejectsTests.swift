import Conformance
import AdapterHost
import MarketData
import Testing

@Suite struct ManyRejectsTests {
    /// More than the host has room for in one call.
    @Test func badRecords_inThousands_areAllToldAndTheGoodOnesKept() throws {
        let start = Massive.time("2024-01-02T00:00:00Z").nanoseconds / 1_000_000
        let records = (0..<Int64(6000)).map { index in
            let open = index % 3 == 0 ? "1" : "\"none\""
            return #"{"t":\#(start + index * 60_000 % 86_400_000),"o":\#(open),"h":1,"l":1,"c":1}"#
        }
        let interval = try #require(Interval(minutes: 1))
        let range = try #require(TimeRange(Massive.time("2024-01-02T00:00:00Z"), Massive.time("2024-01-03T00:00:00Z")))
        let query = SessionQuery(.candles(interval), range: range, symbol: "X:BTCUSD")
        let play = try Massive.play(
            query, [Massive.reply(#"{"status":"OK","results":[\#(records.joined(separator: ","))]}"#)])
        #expect(play.failure == nil && play.assertions == [CaseAssertion(.covered, range: range)])
        // Every third minute of the day is good once, and comes again on later laps.
        #expect(play.rows.count == 480 && play.rejects.count == 6000 - 480)
        #expect(play.rejects.map(\.row) == play.rejects.map(\.row).sorted())
        #expect(Set(play.rejects.map(\.code)) == ["number", "other"])
    }
}
