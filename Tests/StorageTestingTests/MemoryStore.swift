import MarketData
import Storage
import Synchronization

@testable import StorageTesting

/// A connection to a place in memory.
final class MemoryStore: TimeSeriesStore {
    let place: MemoryPlace
    let connection: Int
    /// Rows that other connections, or reading, do not see yet.
    let own: Mutex<RowModel>
    let marked = Atomic<UInt64>(0)
    var fault: Fault { place.fault }

    init(_ place: MemoryPlace, connection: Int) {
        (self.place, self.connection) = (place, connection)
        own = Mutex(place.content.withLock { $0.rows })
    }

    var location: String { fault == .hidesLocation ? "" : "memory" }

    var traits: StoreTraits {
        var exceptions = place.declared
        if fault == .declaresWhatItKeeps { exceptions[.countsWrites] = "this is not true" }
        if fault == .declaresWithoutReason { exceptions[.listsWithoutReading] = "no" }
        return StoreTraits(batchesAGroup: fault == .changesTraits ? connection : 1, exceptions: exceptions)
    }

    func identity() -> StoreIdentity {
        place.content.withLock { fault == .changesIdentity ? .random() : $0.identity }
    }

    var mark: WriteMark {
        let value = marked.add(1, ordering: .relaxed).newValue
        return WriteMark(fault == .marksBackwards ? .max - value : value)
    }

    func settle(_ mark: WriteMark) {}

    func awaitVisible() {
        if fault == .showsLate { own.withLock { $0 = place.content.withLock { $0.rows } } }
    }

    /// What this connection sees.
    func seen() -> RowModel {
        place.content.withLock { $0.reads += 1 }
        if fault == .keepsOwnCopy || fault == .showsLate { return own.withLock { $0 } }
        return place.content.withLock { $0.rows }
    }

    func write(_ candles: CandleBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(candles.candles.map { fault == .roundsDoubles ? $0.rounded : $0 }, to: series)
    }

    func write(_ trades: TradeBatch, to series: Series) throws(StorageError) -> WriteCount {
        try write(
            trades.tradeRows.map { row in
                var row = row
                if fault == .roundsDoubles { row.price = Double(Float(row.price)) }
                if fault == .roundsTimes { row.time = row.time / 1000 * 1000 }
                if fault == .forgetsOrdinal { row.ordinal = 0 }
                return row
            }, to: series)
    }

    private func write<Row: CheckedRow>(_ rows: [Row], to series: Series) throws(StorageError) -> WriteCount {
        if (series.kind == .trades) != (Row.self == Trade.self), fault != .takesWrongKind {
            throw MemoryPlace.error(.unsupported, "\(Row.name) cannot be stored as \(series)")
        }
        if fault == .failsSecondWriter, connection > 1 { throw MemoryPlace.error(.busy, "somebody else writes") }
        if fault == .refusesOddIntervals, let interval = series.kind.interval, interval.minutes == nil {
            throw MemoryPlace.error(.unsupported, "not whole minutes")
        }
        if let problem = problem(rows) {
            if fault == .keepsHalfOfRefused { _ = take(Array(rows.prefix(rows.count / 2)), to: series) }
            throw MemoryPlace.error(.unsupported, problem)
        }
        guard fault == .showsHalfBatches else { return take(rows, to: series) }
        var count = take(Array(rows.prefix(rows.count / 2)), to: series)
        // Somebody looks at the half, where somebody reads at all.
        let reads = place.content.withLock { $0.reads }
        for _ in 0..<1_000_000 where place.content.withLock({ $0.reads }) < reads + 6 {}
        count += take(Array(rows.dropFirst(rows.count / 2)), to: series)
        return count
    }

    private func problem<Row: CheckedRow>(_ rows: [Row]) -> String? {
        let ascends = zip(rows, rows.dropFirst()).allSatisfy { $0.key < $1.key }
        let isMadeUnordered = [.takesUnordered, .roundsTimes, .forgetsOrdinal].contains(fault)
        if !ascends, !isMadeUnordered { return "rows do not ascend" }
        if fault != .takesRowsWithoutPrice, rows.contains(where: { !$0.hasPrices }) { return "a row lacks a price" }
        return nil
    }

    private func take<Row: CheckedRow>(_ rows: [Row], to series: Series) -> WriteCount {
        var rows = rows
        if fault == .cutsLargeBatches { rows = Array(rows.prefix(10_000)) }
        if fault == .losesLastRow, rows.count > 1 { rows.removeLast() }
        if fault == .forgetsBefore2000 { rows.removeAll { $0.time < 946_684_800_000_000_000 } }
        if fault == .forgetsOften, rows.count > 20 { rows.remove(at: 7) }
        let series = named(series)
        let honest = StoreTraits(
            exceptions: fault == .erasesStoredValues ? [.keepsStoredValues: ""] : traits.exceptions)
        let count = place.content.withLock { content in
            if rows.isEmpty, fault == .listsEmptySeries { content.empty.insert(series) }
            if fault == .keepsFewSeries, content.rows.candles.count >= 256, content.rows.candles[series] == nil {
                return WriteCount(inserted: rows.count)
            }
            if fault == .keepsOldRows {
                rows.removeAll { content.rows[keyPath: Row.part][series]?[$0.key] != nil }
            }
            let count = content.rows.write(rows, to: series, traits: honest)
            if count.inserted + count.updated > 0 || (fault == .writesEqualRows && !rows.isEmpty) {
                content.changes += 1
            }
            return count
        }
        if fault == .keepsOwnCopy { own.withLock { _ = $0.write(rows, to: series, traits: honest) } }
        if traits.keeps(.countsWrites) || fault == .declaresWhatItKeeps {
            return fault == .countsAllAsNew ? WriteCount(inserted: count.rows) : count
        }
        return WriteCount(accepted: rows.count)
    }

    /// The series as it is kept.
    func named(_ series: Series) -> Series {
        func name(_ text: String) -> String {
            switch fault {
            case .cutsNames: String(text.prefix(64))
            case .trimsNames: String(text.drop { $0 == " " })
            case .namesTheEmpty: text.isEmpty ? "NULL" : text
            default: text
            }
        }
        let (base, quote) = (name(series.instrument.base), name(series.instrument.quote))
        var kind = series.kind
        if fault == .forgetsInterval, kind != .trades { kind = Candle.series().kind }
        return Series(
            Instrument(base: base, quote: fault == .forgetsQuote ? "USD" : quote), kind,
            source: fault == .forgetsSource ? "test" : name(series.source))
    }

    func write(_ candles: CandleBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        let places = (0..<candles.count).map { Int(candles.symbol[$0]) }
        return try write(Array(zip(candles.candles, places)), among: series)
    }

    func write(_ trades: TradeBatch, among series: [Series]) throws(StorageError) -> [WriteCount] {
        let places = (0..<trades.count).map { Int(trades.symbol[$0]) }
        return try write(Array(zip(trades.tradeRows, places)), among: series)
    }

    private func write<Row: CheckedRow>(
        _ rows: [(Row, Int)], among series: [Series]
    ) throws(StorageError) -> [WriteCount] {
        var counts: [WriteCount] = []
        for (place, one) in series.enumerated() {
            let own = rows.filter { $0.1 == place }.map(\.0)
            let isRepeated = fault == .forgetsRepeatedPlaces && series.prefix(place).contains(one)
            let target = fault == .takesAllToFirstPlace ? series[0] : one
            counts.append(isRepeated ? WriteCount() : try write(own, to: target))
        }
        return counts
    }
}

extension CheckedRow {
    fileprivate var hasPrices: Bool {
        if let candle = self as? Candle {
            return ![candle.open, candle.high, candle.low, candle.close].contains { $0.isNaN }
        }
        return (self as? Trade)?.price.isNaN == false
    }
}

extension Candle {
    fileprivate var rounded: Candle {
        var row = self
        row.close = Double(Float(close))
        return row
    }
}
