import Conformance
import AdapterHost
import MarketData
import Testing

/// A source that follows the ECB's rules: three files, one rate a working day, the newest first.
private struct Bank {
    static let day: Int64 = 86_400_000_000_000
    /// 2024-05-17T15:30Z, a Friday whose rates are out.
    static let now = Timestamp(nanoseconds: 1_715_959_800_000_000_000)
    static let today = now.nanoseconds / day

    /// Days since the epoch on which there are rates, and those.
    static let days: [(day: Int64, rates: [(String, String)])] = (Int64(0)...400).compactMap { back in
        let day = today - 400 + back
        // The epoch was a Thursday.
        if (day + 4) % 7 == 0 || (day + 4) % 7 == 6 { return nil }
        var rates = [("USD", "1.\(1000 + back)")]
        if back % 9 != 4 { rates.append(("JPY", "\(150 + back % 7).25")) }
        // A currency that joins the euro.
        if back < 250 { rates.append(("HRK", "7.5\(back)")) }
        return (day, rates)
    }

    static func reply(_ request: HTTPRequest) throws -> CaseReply {
        let shown =
            switch request.address {
            case "/stats/eurofxref/eurofxref-daily.xml": days.suffix(1)
            case "/stats/eurofxref/eurofxref-hist-90d.xml": days.drop { $0.day < today - 90 }
            case "/stats/eurofxref/eurofxref-hist.xml": days[...]
            default: throw CaseProblem("the ECB has no \(request.address)")
            }
        let cubes = shown.reversed().map { day, rates in
            let text = Timestamp(nanoseconds: day * Self.day).description.prefix(10)
            return "<Cube time=\"\(text)\">"
                + rates.map { "<Cube currency=\"\($0.0)\" rate=\"\($0.1)\"/>" }.joined() + "</Cube>"
        }
        let text =
            "<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\""
            + " xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\"><Cube>\(cubes.joined())</Cube>"
            + "</gesmes:Envelope>"
        return CaseReply(contentType: "text/xml", receivedAt: now, body: Array(text.utf8))
    }
}

@Suite struct WindowTests {
    @Test(arguments: ["USD", "JPY", "HRK", ""])
    func window_splitAtAnyPoint_givesTheSameRows(currency: String) throws {
        let (first, last) = (Bank.today - 300, Bank.today)
        let range = try #require(
            TimeRange(
                Timestamp(nanoseconds: first * Bank.day), Timestamp(nanoseconds: (last + 1) * Bank.day)))
        let query = SessionQuery(
            .candles(ECB.daily), range: range, base: currency.isEmpty ? "" : "EUR", quote: currency,
            allSymbols: currency.isEmpty)
        // Around the borders of the three files, and some between.
        let days = [first + 1, first + 2, first + 7, last - 91, last - 90, last - 81, last - 80, last - 79, last - 1]
        let moments = days.flatMap { day in
            [0, Bank.day / 2].map { Timestamp(nanoseconds: day * Bank.day + $0) }
        }
        try CaseChecks(try ECB.adapter()).split(query, now: Bank.now, at: moments) { Bank.reply }
    }

    @Test func today_splitFromTheDaysBefore_asksForTheSmallestFile() throws {
        let range = try #require(
            TimeRange(Timestamp(nanoseconds: Bank.today * Bank.day), Timestamp.latest))
        let query = SessionQuery(.candles(ECB.daily), range: range, base: "EUR", quote: "USD")
        let play = try CasePlayer(try ECB.adapter(), query, now: Bank.now).play(Bank.reply)
        #expect(play.requests.map(\.address) == ["/stats/eurofxref/eurofxref-daily.xml"])
        #expect(play.rows.map { $0.fields[4] } == ["1.14"])
    }

    @Test func wholeHistory_isReadInABatchOfAnySize() throws {
        let query = SessionQuery(.candles(ECB.daily), allSymbols: true)
        var player = CasePlayer(try ECB.adapter(), query, now: Bank.now)
        let whole = try player.play(Bank.reply)
        player.capacity = 7
        let small = try player.play(Bank.reply)
        #expect(whole.rows.count == Bank.days.reduce(0) { $0 + $1.rates.count } && whole.failure == nil)
        #expect(small.rows == whole.rows)
    }
}
