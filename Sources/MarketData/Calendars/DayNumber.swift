/// A day as its number, 0 for 1970-01-01: what calendars step through.
struct DayNumber: Hashable, Comparable {
    /// Nanoseconds of a day.
    static let length: Int64 = 86_400_000_000_000

    let value: Int64

    private init(_ value: Int64) { self.value = value }

    /// The day of UTC that holds a moment.
    init(of moment: Timestamp) {
        let (whole, rest) = moment.nanoseconds.quotientAndRemainder(dividingBy: Self.length)
        value = rest < 0 ? whole - 1 : whole
    }

    init(of date: CivilDate) { value = date.daysSinceEpoch }

    var next: DayNumber { DayNumber(value + 1) }
    var previous: DayNumber { DayNumber(value - 1) }
    var date: CivilDate { CivilDate(daysSinceEpoch: value) }

    var weekday: Weekday {
        // 1970-01-01 was a Thursday; the rest is negative before it.
        switch value % 7 {
        case 0: .thursday
        case 1, -6: .friday
        case 2, -5: .saturday
        case 3, -4: .sunday
        case 4, -3: .monday
        case 5, -2: .tuesday
        default: .wednesday
        }
    }

    /// The moment that many seconds after its midnight in UTC; where no `Timestamp` reaches, the nearest that does.
    func moment(seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: Int64(clamping: Int128(value) * Int128(Self.length) + Int128(seconds) * 1_000_000_000))
    }

    /// From its midnight in UTC to the next; nil where no `Timestamp` reaches.
    var utc: TimeRange? { TimeRange(moment(seconds: 0), next.moment(seconds: 0)) }

    static func < (left: DayNumber, right: DayNumber) -> Bool { left.value < right.value }
}

/// A day of the week.
enum Weekday: Int, Comparable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
