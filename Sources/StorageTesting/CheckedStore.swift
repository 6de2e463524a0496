import MarketData
import Storage

/// A store beside the model of what it should hold.
final class CheckedStore {
    let place: any StoreUnderTest
    let store: any TimeSeriesStore
    var model: RowModel
    var traits: StoreTraits { store.traits }

    init(_ store: any TimeSeriesStore, at place: any StoreUnderTest, model: RowModel = RowModel()) {
        (self.store, self.place, self.model) = (store, place, model)
    }

    /// Waits until all that was written can be read.
    func settle() throws {
        try store.settle(store.mark)
        try store.awaitVisible()
    }

    /// Writes rows, and expects the counts that follow from what is there.
    func write<Row: CheckedRow>(_ rows: [Row], to series: Series? = nil) throws {
        let series = series ?? Row.series()
        let found = try Row.write(rows, to: series, of: store)
        try settle()
        let expected = model.write(rows, to: series, traits: traits)
        try expectCount(found, expected, "the counts of \(rows.count) \(Row.name) of \(series)")
    }

    /// Writes rows of several series at once.
    func write<Row: CheckedRow>(_ rows: [(row: Row, place: Int)], among series: [Series]) throws {
        let found = try Row.write(rows, among: series, of: store)
        try settle()
        try expect(found.count, equals: series.count, "a count for each of \(series.count) places")
        for (place, one) in series.enumerated() {
            let part = rows.filter { $0.place == place }.map(\.row)
            let expected = model.write(part, to: one, traits: traits)
            try expectCount(found[place], expected, "the counts of place \(place), \(one)")
        }
    }

    /// Expects a write's counts; of a store that does not count, the number of rows.
    func expectCount(_ found: WriteCount, _ expected: WriteCount, _ subject: String) throws {
        if traits.keeps(.countsWrites) {
            try expect(found, equals: expected, subject)
        } else {
            try expect(found.rows, equals: expected.rows, subject)
        }
    }

    /// All rows of a range, read in pieces.
    func rows<Row: CheckedRow>(
        of series: Series? = nil, in range: TimeRange = .all, capacity: Int = 4096, _: Row.Type = Row.self
    ) throws -> [Row] {
        let series = series ?? Row.series()
        var all: [Row] = []
        while true {
            let piece = try Row.read(series, in: range, after: all.last, capacity: capacity, of: store)
            try expect(piece.count <= capacity, "at most \(capacity) rows a piece")
            if let first = piece.first, let last = all.last, first.key <= last.key {
                throw StoreCheckFailure(
                    "\(series): a piece begins behind the one before", expected: "behind \(last)", found: "\(first)")
            }
            all += piece
            if piece.count < capacity { return all }
        }
    }

    /// Expects that the store shows what the model has of a series.
    func expectRows<Row: CheckedRow>(
        of series: Series? = nil, in range: TimeRange = .all, capacity: Int = 4096, _: Row.Type = Row.self
    ) throws {
        let series = series ?? Row.series()
        let expected = model.rows(of: series, in: range, Row.self)
        try expect(
            rows: rows(of: series, in: range, capacity: capacity, Row.self), equal: expected,
            "\(Row.name) of \(series) in \(range)")
        try expect(
            store.count(series, in: range), equals: expected.count, "the count of \(series) in \(range)")
    }

    /// Expects that the store shows what the model has, and nothing else.
    func expectAll() throws {
        try expect(rows: store.series(matching: SeriesFilter()), equal: model.summaries(), "the series")
        for series in model.candles.keys { try expectRows(of: series, Candle.self) }
        for series in model.trades.keys { try expectRows(of: series, Trade.self) }
    }
}
