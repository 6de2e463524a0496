import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// Days and pieces of a range, seen in what the adapter asks for and asserts.
@Suite struct DayTests {
    /// Every day of New York from the rules' first year on, beside Foundation's table of zones.
    @Test func days_ofStocks_areThoseOfNewYork() throws {
        let zone = try #require(TimeZone(identifier: "America/New_York"))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let query = try grouped("1967-01-01T05:00:00Z", "2037-12-31T05:00:00Z", .stock)
        var player = CasePlayer(try Massive.adapter(), query, now: Massive.time("2038-01-02T00:00:00Z"))
        player.mostRequests = 30_000
        let play = try player.play { _ in Massive.reply(#"{"status":"OK"}"#, at: Massive.time("2038-01-02T00:00:00Z")) }
        #expect(play.failure == nil && play.assertions.count == 25_932 && play.requests.count == 25_932)
        var day = try #require(calendar.date(from: DateComponents(year: 1967, month: 1, day: 1)))
        var wrong: [String] = []
        for (assertion, request) in zip(play.assertions, play.requests) {
            let next = try #require(calendar.date(byAdding: .day, value: 1, to: day))
            let parts = calendar.dateComponents([.year, .month, .day], from: day)
            let name = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
            let range = TimeRange(nanoseconds(day), nanoseconds(next))
            if assertion.range != range || !request.address.contains("/stocks/\(name)?") { wrong.append(name) }
            day = next
        }
        #expect(wrong.isEmpty)
    }

    @Test func days_ofCrypto_areThoseOfUTC() throws {
        let play = try Massive.play(
            grouped("2024-03-09T12:00:00Z", "2024-03-12T00:00:00Z", .crypto), [Massive.nothing, Massive.nothing])
        #expect(
            play.requests.map(\.address)
                == [10, 11].map {
                    "/v2/aggs/grouped/locale/global/market/crypto/2024-03-\($0)?adjusted=false"
                })
        #expect(
            RangeSet(play.assertions.map(\.range))
                == RangeSet([play.range("2024-03-09T12:00:00Z", "2024-03-12T00:00:00Z")]))
    }

    @Test func aYear_ofGroupedDays_isOneRequestADay() throws {
        let replies = Array(repeating: Massive.nothing, count: 365)
        let play = try Massive.play(grouped("2023-01-01T05:00:00Z", "2024-01-01T05:00:00Z", .stock), replies)
        #expect(play.failure == nil && play.requests.count == 365 && play.requests.allSatisfy { $0.isImmutable })
        #expect(Set(play.requests.map(\.address)).count == 365)
    }

    /// No request asks for more base bars than one reply may count, and none begins where none can open.
    @Test(arguments: [1, 5, 15, 30, 60, 240, 720, 1440]) func pieces_ofALongRange_fitAndMeet(minutes: Int) throws {
        let interval = try #require(Interval(minutes: minutes))
        var query = SessionQuery(.candles(interval), base: "BTC", quote: "USD", category: .crypto)
        query.range = try #require(
            TimeRange(Massive.time("2020-01-01T00:00:00Z"), Massive.time("2024-01-01T00:00:00Z")))
        let replies = Array(repeating: Massive.nothing, count: 100)
        let play = try Massive.play(query, replies)
        let bars = Int64(minutes == 1440 ? 1440 : 1) * 60_000
        var next = query.range.start.nanoseconds / 1_000_000
        for request in play.requests {
            let parts = request.address.split(separator: "?")[0].split(separator: "/")
            let (first, last) = (try #require(Int64(parts[7])), try #require(Int64(parts[8])))
            #expect(first == next && last - first < 50_000 * bars && request.address.hasSuffix("limit=50000"))
            #expect(first % (Int64(minutes) * 60_000) == 0 && request.isImmutable)
            next = last + 1
        }
        #expect(next == query.range.end.nanoseconds / 1_000_000)
        #expect(RangeSet(play.assertions.map(\.range)) == RangeSet([query.range]))
    }

    @Test func adjustedStocks_areNeverImmutable() throws {
        for adjusted in [true, false] {
            var query = try grouped("2023-01-01T05:00:00Z", "2023-01-02T05:00:00Z", .stock)
            query.adjusted = adjusted
            let play = try Massive.play(query, [Massive.nothing])
            #expect(play.requests.map(\.isImmutable) == [!adjusted])
        }
    }

    @Test func key_isNamedInAHeaderAndNowhereElse() throws {
        let play = try Massive.play(grouped("2023-01-01T05:00:00Z", "2023-01-02T05:00:00Z", .stock), [Massive.nothing])
        let request = try #require(play.requests.first)
        #expect(request.headers.map(\.name) == ["Authorization"])
        #expect(request.headers.map(\.value) == ["Bearer "] && request.headers.map(\.credential) == ["massive"])
        #expect(request.contentType == "application/json" && !request.address.lowercased().contains("key"))
    }

    /// A model of the source that holds an hour's minutes, some of them without trades.
    @Test func range_splitAtAnyMoment_givesTheSameRows() throws {
        var query = SessionQuery(.candles(try #require(Interval(minutes: 1))), symbol: "X:BTCUSD", category: .crypto)
        let start = Massive.time("2024-01-02T00:00:00Z").nanoseconds
        query.range = try #require(TimeRange(nanosecond(start), nanosecond(start + 3600 * 1_000_000_000)))
        let moments = (1..<60).map { nanosecond(start + $0 * 60_000_000_000 - ($0 % 3) * 7_000_000_001) }
        try CaseChecks(try Massive.adapter()).split(query, now: Massive.now, at: moments) {
            { request in
                let parts = request.address.split(separator: "?")[0].split(separator: "/")
                let (first, last) = (Int64(parts[7]) ?? 0, Int64(parts[8]) ?? 0)
                let bars = (0..<60).filter { $0 % 7 != 3 }.map { start / 1_000_000 + $0 * 60_000 }
                    .filter { (first...last).contains($0) }.map {
                        #"{"t":\#($0),"o":1,"h":1,"l":1,"c":1,"v":\#($0 % 1009)}"#
                    }
                return Massive.reply(#"{"status":"OK","results":[\#(bars.joined(separator: ","))]}"#)
            }
        }
    }

    private func grouped(_ start: String, _ end: String, _ category: AssetCategory) throws -> SessionQuery {
        var query = SessionQuery(.candles(try #require(Interval(minutes: 1440))), category: category, allSymbols: true)
        query.range = try #require(TimeRange(Massive.time(start), Massive.time(end)))
        return query
    }

    private func nanosecond(_ time: Int64) -> Timestamp { Timestamp(nanoseconds: time) }

    private func nanoseconds(_ date: Date) -> Timestamp {
        Timestamp(nanoseconds: Int64(date.timeIntervalSince1970) * 1_000_000_000)
    }
}

extension CasePlay {
    func range(_ start: String, _ end: String) -> TimeRange { TimeRange(Massive.time(start), Massive.time(end))! }
}
