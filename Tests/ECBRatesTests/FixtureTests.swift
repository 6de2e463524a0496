import Conformance
import AdapterHost
import MarketData
import Testing

/// Real files of the ECB's, in every currency.
@Suite(.enabled(if: ECB.hasFixtures, ECB.absence)) struct FixtureTests {
    private func play(_ query: SessionQuery, fixture: String) throws -> CasePlay {
        let now = try ECB.day("2018-06-11T15:00:00Z")
        return try CasePlayer(try ECB.adapter(), query, now: now).play { _ in
            try ECB.fixture(fixture, receivedAt: now)
        }
    }

    /// The file of 2018-06-11, read by another XML library.
    private static let rates: [(String, Double)] = [
        ("USD", 1.179), ("JPY", 129.62), ("BGN", 1.9558), ("CZK", 25.682), ("DKK", 7.4492), ("GBP", 0.8818),
        ("HUF", 321.65), ("PLN", 4.2669), ("RON", 4.659), ("SEK", 10.253), ("CHF", 1.1631), ("ISK", 124.9),
        ("NOK", 9.5013), ("HRK", 7.3788), ("RUB", 73.7903), ("TRY", 5.3296), ("AUD", 1.5501), ("BRL", 4.3902),
        ("CAD", 1.5348), ("CNY", 7.5518), ("HKD", 9.2508), ("IDR", 16477.11), ("ILS", 4.2125), ("INR", 79.498),
        ("KRW", 1268.16), ("MXN", 24.0675), ("MYR", 4.7019), ("NZD", 1.6764), ("PHP", 62.558), ("SGD", 1.5737),
        ("THB", 37.822), ("ZAR", 15.4991),
    ]

    @Test func dailyFile_ofAllCurrencies_givesEveryRate() throws {
        let query = SessionQuery(
            .candles(ECB.daily), range: try ECB.range("2018-06-11", "2018-06-12"), allSymbols: true)
        let play = try play(query, fixture: "eurofxref-daily-2018-06-11.xml")
        let day = try ECB.day("2018-06-11").nanoseconds
        #expect(play.failure == nil && play.rejects.isEmpty)
        #expect(
            play.rows.map(\.description)
                == Self.rates.map { currency, rate in
                    "\(day),\(rate),\(rate),\(rate),\(rate),,,,final,EUR/\(currency)"
                })
        #expect(
            play.assertions == [CaseAssertion(.covered, range: try ECB.range("2018-06-11", "2018-06-12"))])
    }

    @Test func dailyFile_asInstruments_givesEveryCurrency() throws {
        let play = try play(SessionQuery(.instruments), fixture: "eurofxref-daily-2018-06-11.xml")
        #expect(play.rows.map { $0.fields[2] } == Self.rates.map(\.0))
        #expect(play.rows.first?.fields == ["EUR/USD", "EUR", "USD", "US dollar", "CURRENCY", "true"])
        #expect(play.rows.allSatisfy { !$0.fields[3].isEmpty })
    }

    @Test func ninetyDays_ofOneCurrency_areTheWorkingDaysAscending() throws {
        let range = try ECB.range("2018-03-23", "2018-06-12")
        let query = SessionQuery(.candles(ECB.daily), range: range, base: "EUR", quote: "USD")
        let play = try play(query, fixture: "eurofxref-hist-90d-2018-06.xml")
        #expect(play.requests.map(\.address) == ["/stats/eurofxref/eurofxref-hist-90d.xml"])
        #expect(play.rows.count == 54 && play.failure == nil && play.rejects.isEmpty)
        #expect(play.rows.prefix(2).map { $0.fields[4] } == ["1.2346", "1.2411"])
        #expect(play.rows.suffix(2).map { $0.fields[4] } == ["1.1754", "1.179"])
        #expect(play.rows.first?.time == 1_521_763_200_000_000_000)
        #expect(play.assertions == [CaseAssertion(.covered, range: range)])
    }

    @Test func ninetyDays_ofAllCurrencies_giveEveryRate() throws {
        let query = SessionQuery(
            .candles(ECB.daily), range: try ECB.range("2018-03-23", "2018-06-12"), allSymbols: true)
        let play = try play(query, fixture: "eurofxref-hist-90d-2018-06.xml")
        // Count and digest made by another program from the same file.
        #expect(play.rows.count == 1728 && play.rowDigest == 0x86B3_EDEB_3B41_D225)
    }
}
