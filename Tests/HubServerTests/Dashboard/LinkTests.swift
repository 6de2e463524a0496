import MarketData
import Reporting
import Testing

@testable import HubServer

/// Addresses of pages, and strips whose parts are addresses.
struct LinkTests {
    @Test func link_withNamesFromOutside_isEscaped() {
        #expect(Link("/asset/", escaping: "BRK.B/x?y#z é").text == "/asset/BRK.B%2Fx%3Fy%23z%20%C3%A9")
        let link = Link("/gaps").with("asset", "A&B=C").with("tier", nil).with("kind", "").with("class", "fillable")
        #expect(link.text == "/gaps?asset=A%26B%3DC&class=fillable")
    }

    @Test(arguments: ["trades", "1", "60", "1440", "30s"])
    func kind_ofAnAddress_isItselfAgain(text: String) throws {
        #expect(try #require(SeriesKind(parameter: text)).parameter == text)
    }

    @Test(arguments: [
        "", "0", "-5", "x", "5x", "99999999999999999999", "s", "1e3", "-5s", "-9999999999999s",
        "-9223372036854775808s", "9999999999999s", "-9223372036854775808",
    ])
    func kind_thatIsNone_isNil(text: String) { #expect(SeriesKind(parameter: text) == nil) }

    @Test func cells_ofANarrowGap_nameItsOwnEnds() throws {
        func moment(_ day: Int, _ hour: Int = 0) throws -> Timestamp {
            let start = try #require(Timestamp(year: 2024, month: 1, day: 1))
            return Timestamp(nanoseconds: start.nanoseconds + (Int64(day) * 24 + Int64(hour)) * 3_600_000_000_000)
        }
        let wanted = try #require(TimeRange(moment(0), moment(700)))
        let bands = [
            HistoryBand(try #require(TimeRange(moment(0), moment(100))), .covered),
            HistoryBand(try #require(TimeRange(moment(100), moment(100, 1))), .fillable),
            HistoryBand(try #require(TimeRange(moment(100, 1), moment(700))), .covered),
        ]
        let line = HistoryLine(Instrument(base: "BTC", quote: "USD"), .candles(try #require(Interval(minutes: 60))))
        let cells = CoverageStrip(bands, over: wanted).cells(of: line)
        #expect(cells.map { $0["mark"] as? String } == ["c", "f", "c"])
        #expect(cells[1]["title"] as? String == "BTC/USD 1h, fillable, 2024-04-10 to 2024-04-10 01:00")
        #expect(
            cells[1]["href"] as? String == "/coverage/evidence?asset=BTC&quote=USD&kind=60"
                + "&start=2024-04-10T00%3A00%3A00Z&end=2024-04-10T01%3A00%3A00Z")
    }
}
