import AdapterHost
import MarketData

extension ConformanceCheck {
    /// The times of rows.
    static let times: [ConformanceCheck] = [
        ConformanceCheck("times-range", "No row lies outside of the time that was asked for") { subject in
            try rows(of: subject.steadyOverHTTP()) { steady, row, time, _ in
                let range = steady.recorded.query.range
                return range.contains(Timestamp(nanoseconds: time)) ? nil : "\(range) was asked for"
            }
        },
        ConformanceCheck(
            "times-aligned", "Every candle opens on the grid of its interval; a day at its anchor in its zone"
        ) { subject in
            let grids = try grids(subject)
            return try candles(of: subject.steady()) { steady, interval, _, time, _ in
                let descriptor = grids.zoned
                let inUTC = steady.recorded.query.category.map(grids.daysOfUTC.contains) ?? false
                return descriptor.holds(time, interval) || inUTC && DayGrid.utc.holds(time, interval)
                    ? nil : "expected an open time on the grid of \(interval), or at the day's anchor"
            }
        },
        ConformanceCheck("times-ascending", "The rows of a reply ascend by time, those of each symbol by themselves") {
            subject in
            var last: [String: Int64] = [:]
            return try rows(of: subject.steadyOverHTTP()) { steady, index, time, place in
                let key = "\(steady.name)\n\(place.exchange)\n\(steady.whole.rows[index].symbol)"
                defer { last[key] = time }
                guard let before = last[key], time < before else { return nil }
                return "the row before it in this reply has the later time \(Timestamp(nanoseconds: before))"
            }
        },
        ConformanceCheck("times-open", "Candles carry the time they open, which is not in the future of their reply") {
            subject in
            try candles(of: subject.steadyOverHTTP()) { steady, _, _, time, place in
                let received = steady.received(place)
                return time <= received.nanoseconds ? nil : "its reply came at \(received), before it opened"
            }
        },
        ConformanceCheck("times-forming", "The candle that still forms is left out, or neither final nor unmarked") {
            subject in
            let grid = try grids(subject).zoned
            return try candles(of: subject.steadyOverHTTP()) { steady, interval, index, time, place in
                let received = steady.received(place).nanoseconds
                guard time <= received, grid.earliestEnd(time, interval) > received else { return nil }
                let fields = steady.whole.rows[index].fields
                // One price and no volume is a fixing (a reference rate of a day): it is known before the day ends.
                if Set(fields[1...4]).count == 1, fields[5].isEmpty { return nil }
                let isFinal = fields[8].contains("final")
                return isFinal || !steady.whole.forming.contains(index)
                    ? "its interval had not ended when its reply came; expected it left out, or not final and marked"
                        + " by CW_DECODED_LAST_FORMING" : nil
            }
        },
    ]

    /// Looks at every row that has a time.
    private static func rows(
        of cases: [SteadyCase],
        _ problem: (_ steady: SteadyCase, _ row: Int, _ time: Int64, _ place: CasePlace) -> String?
    ) throws -> String? {
        var count = 0
        for steady in cases {
            for (index, row) in steady.whole.rows.enumerated() {
                guard let time = row.time else { continue }
                count += 1
                let place = steady.whole.places[index]
                if let text = problem(steady, index, time, place) {
                    throw steady.problem("\(place): the row \(row) of \(Timestamp(nanoseconds: time)): \(text)")
                }
            }
        }
        if count == 0 { throw CheckSkip("no recorded case has a row with a time") }
        return "\(count) rows"
    }

    private static func candles(
        of cases: [SteadyCase],
        _ problem: (SteadyCase, _ interval: Interval, _ row: Int, _ time: Int64, _ place: CasePlace) -> String?
    ) throws -> String? {
        let cases = cases.filter { $0.interval != nil }
        if cases.isEmpty { throw CheckSkip("no recorded case is of candles") }
        return try rows(of: cases) { steady, row, time, place in
            steady.interval.flatMap { problem(steady, $0, row, time, place) }
        }
    }

    private static func grids(_ subject: CheckSubject) throws -> (zoned: DayGrid, daysOfUTC: Set<AssetCategory>) {
        let manifest = try subject.adapter().manifest
        guard let grid = DayGrid(zone: manifest.descriptor.dayZone, anchor: manifest.descriptor.dayAnchor) else {
            throw CheckSkip("this machine does not know the zone \(manifest.descriptor.dayZone): apt install tzdata")
        }
        return (grid, manifest.reach.daysOfUTC)
    }
}
