import MarketData
import Testing

@testable import Reporting

/// The marks under the pictures.
struct TimeAxisTests {
    @Test(arguments: [
        ("2016-01-01", "2026-11-21", ["2016", "2018", "2020", "2022", "2024", "2026"]),
        ("2020-06-01", "2024-01-01", ["2021", "2022", "2023"]),
        ("2023-02-10", "2024-11-01", ["Apr", "Jul", "Oct", "2024", "Apr", "Jul", "Oct"]),
        ("2024-01-15", "2024-07-02", ["Feb", "Mar", "Apr", "May", "Jun", "Jul"]),
        ("2024-02-26", "2024-03-03", ["26 Feb", "27 Feb", "28 Feb", "29 Feb", "1 Mar", "2 Mar"]),
    ])
    func marks_ofARange_areRoundAndFew(start: String, end: String, texts: [String]) throws {
        let wanted = try #require(TimeRange(Timestamp(rfc3339: start)!, Timestamp(rfc3339: end)!))
        #expect(TimeAxis(wanted).marks.map(\.text).filter { !$0.isEmpty } == texts)
    }

    @Test func places_ofYears_areWhereTheYearsBegin() throws {
        let (start, end) = (Timestamp(year: 2019, month: 1, day: 1)!, Timestamp(year: 2023, month: 1, day: 1)!)
        let wanted = try #require(TimeRange(start, end))
        // 1461 days; 2020 is a leap year.
        #expect(
            TimeAxis(wanted).marks == [
                TimeAxis.Mark(place: 0, text: "2019"), TimeAxis.Mark(place: 365 * 10_000 / 1461, text: "2020"),
                TimeAxis.Mark(place: 731 * 10_000 / 1461, text: "2021"),
                TimeAxis.Mark(place: 1096 * 10_000 / 1461, text: "2022"),
            ])
    }

    @Test func marks_ofAllOfTime_ascendInsideAndAreFew() {
        let marks = TimeAxis(.all).marks
        #expect(marks.count { !$0.text.isEmpty } <= 8)
        #expect(marks.allSatisfy { (0..<10_000).contains($0.place) })
        #expect(zip(marks, marks.dropFirst()).allSatisfy { $0.place < $1.place })
    }
}
