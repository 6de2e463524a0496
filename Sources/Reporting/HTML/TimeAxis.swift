package import MarketData

/// Where a picture's time axis is marked: years, or months and days where the range is short.
package struct TimeAxis {
    package struct Mark: Equatable {
        /// Hundredths of a per cent of the range's width.
        package var place: Int
        /// `2024`, `Mar`, `14 Mar`; empty for a mark without a text.
        package var text: String
    }

    package let marks: [Mark]

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let day: Int64 = 86_400_000_000_000

    /// The marks of a range.
    package init(_ wanted: TimeRange) {
        let days = Int(wanted.width / Int128(Self.day))
        var marks: [Mark] = []
        func mark(_ moment: Timestamp?, _ text: String) {
            guard let moment, wanted.contains(moment) else { return }
            let place = TimeRange.offset(moment, from: wanted.start) * 10_000 / wanted.width
            marks.append(Mark(place: Int(place), text: text))
        }
        let (first, last) = (wanted.start.year, wanted.end.year)
        if days > 3 * 365 {
            let step = Self.step(for: last - first, among: [1, 2, 5, 10, 20, 50, 100])
            for year in first...last {
                mark(Timestamp(year: year, month: 1, day: 1), year % step == 0 ? "\(year)" : "")
            }
        } else if days > 62 {
            let step = Self.step(for: days / 30, among: [1, 3, 6, 12])
            for year in first...last {
                for month in 1...12 {
                    let text = month == 1 ? "\(year)" : (month - 1) % step == 0 ? Self.months[month - 1] : ""
                    mark(Timestamp(year: year, month: month, day: 1), text)
                }
            }
        } else {
            let step = Self.step(for: days, among: [1, 2, 5, 10])
            for year in first...last {
                for month in 1...12 {
                    for day in 1...31 {
                        let isTold = day == 1 || (day % step == 0 && day + step / 2 < 31)
                        mark(
                            Timestamp(year: year, month: month, day: day),
                            isTold ? "\(day) \(Self.months[month - 1])" : "")
                    }
                }
            }
        }
        self.marks = marks
    }

    /// The smallest step that gives no more texts than a phone has room for.
    private static func step(for count: Int, among steps: [Int]) -> Int {
        steps.first { count / $0 <= 7 } ?? steps[steps.count - 1]
    }
}

extension Timestamp {
    /// The calendar year in UTC.
    var year: Int { Int(description.prefix(4)) ?? 1970 }

    /// For people, UTC: `2024-04-14`, `2024-04-14 04:00`, `2024-04-14 04:00:07`; what is finer is cut off.
    package var shortText: String {
        let text = description
        let clock = text.dropFirst(11).prefix(8)
        if clock == "00:00:00" { return String(text.prefix(10)) }
        return "\(text.prefix(10)) \(clock.hasSuffix(":00") ? clock.prefix(5) : clock)"
    }
}
