import MarketData
import Storage
import Synchronization

@testable import StorageTesting

extension MemoryStore {
    func series(matching filter: SeriesFilter) -> [SeriesSummary] {
        var all = seen().summaries(matching: fault == .ignoresFilters ? SeriesFilter() : filter)
        if fault == .listsBackwards { all.reverse() }
        if fault == .listsFirstAsLast { for index in all.indices { all[index].last = all[index].first } }
        let empty = place.content.withLock { $0.empty }
        let nowhere = Timestamp(nanoseconds: 0)
        return all + empty.map { SeriesSummary(series: $0, first: nowhere, last: nowhere) }
    }

    func count(_ series: Series, in range: TimeRange) throws(StorageError) -> Int {
        series.kind == .trades
            ? try rows(of: series, in: range, Trade.self).count : try rows(of: series, in: range, Candle.self).count
    }

    func counts(_ stretches: [(series: Series, range: TimeRange)]) throws(StorageError) -> [Int] {
        try stretches.map { series, range throws(StorageError) in
            try count(series, in: fault == .countsAllTime ? .all : range)
        }
    }

    func read(_ series: Series, in range: TimeRange, into candles: CandleBatch) throws(StorageError) {
        let rows = try rows(of: series, in: range, Candle.self)
        fill(candles, Array(rows.prefix(piece(candles.capacity))))
    }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into candles: CandleBatch)
        throws(StorageError)
    {
        fill(candles, newest(min(limit, candles.capacity), try rows(of: series, in: range, Candle.self)))
    }

    func read(
        _ series: Series, in range: TimeRange, after position: TradePosition?, into trades: TradeBatch
    ) throws(StorageError) {
        let isWidened = fault == .widensByPosition && position != nil
        let wide = isWidened ? TimeRange(.earliest, range.end) ?? range : range
        let behind = position.map { RowKey(time: $0.time, ordinal: $0.ordinal) }
        let rows = try rows(of: series, in: wide, Trade.self).filter { row in behind.map { row.key > $0 } ?? true }
        fill(trades, Array(rows.prefix(piece(trades.capacity))))
    }

    func readNewest(_ limit: Int, of series: Series, in range: TimeRange, into trades: TradeBatch) throws(StorageError)
    {
        fill(trades, newest(min(limit, trades.capacity), try rows(of: series, in: range, Trade.self)))
    }

    private func rows<Row: CheckedRow>(
        of series: Series, in range: TimeRange, _: Row.Type
    ) throws(StorageError) -> [Row] {
        let (model, series) = (seen(), named(series))
        if fault == .refusesUnknownSeries, model[keyPath: Row.part][series] == nil {
            throw MemoryPlace.error(.notFound, "there is no series \(series)")
        }
        var rows = model.rows(of: series, in: range, Row.self)
        if fault == .holdsEnd {
            rows += model.rows(of: series, Row.self).filter { $0.time == range.end.nanoseconds }
        }
        if fault == .dropsStart { rows.removeAll { $0.time == range.start.nanoseconds } }
        if fault == .readsInOrderOfPrice, let candles = rows as? [Candle] {
            return candles.sorted { $0.open > $1.open }.compactMap { $0 as? Row }
        }
        return rows
    }

    private func piece(_ capacity: Int) -> Int {
        fault == .givesShortPieces && capacity > 1 ? capacity - 1 : capacity
    }

    private func newest<Row: CheckedRow>(_ limit: Int, _ rows: [Row]) -> [Row] {
        fault == .givesOldestForNewest ? Array(rows.prefix(max(0, limit))) : Array(rows.suffix(max(0, limit)))
    }

    private func fill(_ batch: CandleBatch, _ rows: [Candle]) {
        let read = CandleBatch(rows)
        batch.count = rows.count
        for row in rows.indices {
            let (flags, symbol) = (batch.flags[row], batch.symbol[row])
            batch.copy(row: row, of: read, to: row)
            (batch.row[row], batch.position[row]) = (-1, -1)
            if fault == .leavesColumns { (batch.flags[row], batch.symbol[row]) = (flags, symbol) }
        }
    }

    private func fill(_ batch: TradeBatch, _ rows: [Trade]) {
        let read = TradeBatch(rows)
        batch.count = rows.count
        for row in rows.indices {
            batch.copy(row: row, of: read, to: row)
            (batch.row[row], batch.position[row]) = (-1, -1)
        }
    }
}
