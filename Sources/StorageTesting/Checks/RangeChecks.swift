import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let ranges: [StoreCheck] = [
        StoreCheck("candle-ranges", "A range holds the candle at its start and not the one at its end") { run in
            try slices(Candle.run(0..<200), step: Candle.minute, run.store())
        },
        StoreCheck("trade-ranges", "A range holds the trades at its start and not those at its end") { run in
            try slices(Trade.run(0..<200), step: 1, run.store())
        },
        StoreCheck("trade-position", "A place before the range does not widen it, one behind its end leaves nothing") {
            run in
            let it = try run.store()
            let rows = Trade.run(0..<70)
            try it.write(rows)
            let range = try range(rows[21].time, rows[49].time)
            func read(after place: Trade?) throws -> [Trade] {
                try Trade.read(Trade.series(), in: range, after: place, capacity: 100, of: it.store)
            }
            try expect(rows: read(after: rows[0]), equal: Array(rows[21..<49]), "behind a place before the range")
            try expect(rows: read(after: rows[24]), equal: Array(rows[25..<49]), "behind a place within an instant")
            try expect(rows: read(after: rows[48]), equal: [], "behind the last of the range")
            try expect(rows: read(after: rows[60]), equal: [], "behind a place behind the range")
            let beforeAll = Trade(time: .min, ordinal: .max)
            try expect(rows: read(after: beforeAll), equal: Array(rows[21..<49]), "behind the beginning of time")
        },
        StoreCheck("counts-together", "Counts of several series and ranges at once are those of each by itself") {
            run in
            let it = try run.store()
            try it.write(Candle.run(0..<90))
            try it.write(Candle.run(30..<60), to: Candle.series("ETH"))
            try it.write(Candle.run(0..<10), to: Series.candles(minutes: 5))
            try it.write(Trade.run(0..<70))
            try it.write(Trade.run(0..<35), to: Trade.series("ETH"))
            let candles = Candle.run(0..<90).map(\.time)
            let trades = Trade.run(0..<70).map(\.time)
            let stretches = [
                (Candle.series(), try range(candles[0], candles[89] + 1), 90),
                (Candle.series(), try range(candles[10], candles[20]), 10),
                (Candle.series("ETH"), .all, 30), (Candle.series("ETH"), try range(candles[0], candles[30]), 0),
                (Series.candles(minutes: 5), .all, 10), (Candle.series("ZZZ"), .all, 0),
                (Trade.series(), .all, 70), (Trade.series(), try range(trades[7], trades[21]), 14),
                (Trade.series("ETH"), try range(trades[0], trades[34] + 1), 35),
            ]
            for part in [stretches, Array(stretches[..<3]), Array(stretches[2..<3]), Array(stretches[5...]), []] {
                try expect(
                    it.store.counts(part.map { ($0.0, $0.1) }), equals: part.map(\.2), "counts of \(part.count) at once"
                )
            }
        },
        StoreCheck("nothing-stored", "A series that was never written is empty, and reading it is no error") { run in
            let it = try run.store()
            try it.write(Candle.run(0..<3))
            for series in [Candle.series("ZZZ"), Candle.series("BTC", "USD", source: "nobody")] {
                try it.expectRows(of: series, Candle.self)
                try expect(rows: newest(5, of: series, .all, it, Candle.self), equal: [], "the newest of \(series)")
            }
            try it.expectRows(of: Trade.series(), Trade.self)
            try expect(rows: newest(5, of: Trade.series(), .all, it, Trade.self), equal: [], "the newest trades")
        },
    ]

    private static func range(_ start: Int64, _ end: Int64) throws -> TimeRange {
        try require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)), "a range")
    }

    private static func newest<Row: CheckedRow>(
        _ limit: Int, of series: Series, _ range: TimeRange, _ it: CheckedStore, _: Row.Type
    ) throws -> [Row] {
        try Row.readNewest(limit, of: series, in: range, capacity: 100, of: it.store)
    }

    /// Reads, counts and takes the newest of ranges whose ends lie before, at and behind rows.
    private static func slices<Row: CheckedRow>(_ rows: [Row], step: Int64, _ it: CheckedStore) throws {
        try it.write(rows)
        // Neighbours in the order of names.
        try it.write(Array(rows.prefix(20)), to: Row.series("AAA"))
        try it.write(Array(rows.prefix(20)), to: Row.series("ZZZ"))
        let (first, last) = (rows[0].time, rows[rows.count - 1].time)
        for (start, end) in [
            (Int64.min, Int64.max), (.min, .min + 1), (.max - 1, .max), (0, 1), (-5, -1), (-1, first),
            (-1, first + 1), (first, first + 1), (first, last), (first, last + 1), (last, last + 1), (last + 1, .max),
            (first + 1, first + 2 * step), (first, first + 2 * step + 1), (first + 3 * step, first + 9 * step),
        ] where start < end {
            let range = try range(start, end)
            try it.expectRows(in: range, Row.self)
            let expected = it.model.rows(of: Row.series(), in: range, Row.self)
            for limit in [1, 10] {
                try expect(
                    rows: newest(limit, of: Row.series(), range, it, Row.self), equal: Array(expected.suffix(limit)),
                    "the newest \(limit) in \(range)")
            }
        }
    }
}
