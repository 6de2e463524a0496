internal import GRDB
public import MarketData
public import Storage

extension SQLiteStore {
    /// Stores candles of several series, all or none, in one transaction.
    ///
    /// - Throws: as for one series; `unsupported` for a row whose series is not among those given.
    public func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        if series.count == 1 { return [try write(candles, to: series[0])] }
        let parts = try parts(series, candles.count) { candles.symbol[$0] }
        var stored: [(place: Int, rows: CandleBatch)] = []
        for (place, rows) in parts {
            guard case .candles = series[place].kind else {
                throw unsupported("candles cannot be stored as \(series[place])")
            }
            let part = CandleBatch(capacity: rows.count)
            for (index, row) in rows.enumerated() { part.copy(row: row, of: candles, to: index) }
            part.count = rows.count
            if let problem = CandleRows.firstProblem(in: part) { throw unsupported("\(series[place]): \(problem)") }
            stored.append((place, part))
        }
        return try write(stored.map { ($0.place, $0.rows.count) }, series) { index, number, db in
            try BatchWriter(CandleRows(stored[index].rows, series: number), db).write()
        }
    }

    /// Stores trades of several series, likewise.
    public func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        if series.count == 1 { return [try write(trades, to: series[0])] }
        let parts = try parts(series, trades.count) { trades.symbol[$0] }
        var stored: [(place: Int, rows: TradeBatch)] = []
        for (place, rows) in parts {
            guard case .trades = series[place].kind else {
                throw unsupported("trades cannot be stored as \(series[place])")
            }
            let part = TradeBatch(capacity: rows.count)
            for (index, row) in rows.enumerated() { part.copy(row: row, of: trades, to: index) }
            part.count = rows.count
            if let problem = TradeRows.firstProblem(in: part) { throw unsupported("\(series[place]): \(problem)") }
            stored.append((place, part))
        }
        return try write(stored.map { ($0.place, $0.rows.count) }, series) { index, number, db in
            try BatchWriter(TradeRows(stored[index].rows, series: number), db).write()
        }
    }

    /// The rows of each place that has any, in their order.
    private func parts(
        _ series: [Series], _ count: Int, _ symbol: (Int) -> UInt32
    ) throws(StorageError) -> [(place: Int, rows: [Int])] {
        var rows = [[Int]](repeating: [], count: series.count)
        for row in 0..<count {
            let place = Int(symbol(row))
            guard place < series.count else {
                throw unsupported("a row belongs to a series that is not among the \(series.count) given")
            }
            rows[place].append(row)
        }
        return rows.indices.filter { !rows[$0].isEmpty }.map { ($0, rows[$0]) }
    }

    private func write(
        _ parts: [(place: Int, rows: Int)], _ series: [Series],
        _ body: (_ index: Int, _ number: Int64, Database) throws -> WriteCount
    ) throws(StorageError) -> [WriteCount] {
        let none = series.map { _ in WriteCount() }
        if parts.isEmpty { return none }
        return try database.write { db in
            var counts = none
            for (index, part) in parts.enumerated() {
                let number = try SeriesTable.numberOrNew(of: series[part.place], db)
                guard number <= CandleKey.largestSeries else { throw unsupported("too many series") }
                counts[part.place] = try body(index, number, db)
            }
            return counts
        }
    }
}
