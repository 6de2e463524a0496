import Foundation
import MarketData
import Spool
import Storage
import StorageQuestDB
import Synchronization
import Testing

@testable import StorageTesting

/// Some batches written through a proxy with seeded faults, by a store with a spool; and what should be there then.
struct FaultRound {
    let seed: UInt64
    let settings: QuestDBStoreSettings
    /// Series of candles, then one of trades.
    let series: [Series]
    private(set) var candles: [Series: [Int64: Candle]] = [:]
    private(set) var trades: [Series: [TradeKey: Trade]] = [:]
    private var random: Seeded
    private var version = 0.0
    private let folder: String

    struct TradeKey: Hashable {
        var time: Int64
        var ordinal: Int32
    }

    /// - Parameter settings: of the way through the proxy.
    init(seed: UInt64, _ settings: QuestDBStoreSettings) throws {
        (self.seed, self.settings, random) = (seed, settings, Seeded(seed: ~seed))
        let source = "seed \(seed)"
        series = [
            .candles("A\(seed % 20)", minutes: 1, source: source),
            .candles("B\(seed % 7)", minutes: 1, source: source),
            .candles("A\(seed % 20)", minutes: 5, source: source),
            .trades("T\(seed % 20)", source: source),
        ]
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-faults-\(UUID().uuidString)").path
    }

    /// Writes all of it, and gives how often the store was away.
    mutating func run() throws -> Int {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let away = Mutex(0)
        let report: @Sendable (SpoolEvent) -> Void = { event in
            if case .away = event { away.withLock { $0 += 1 } }
            if case .refused(_, let error) = event { Issue.record("refused: \(error)") }
        }
        var store: SpoolingStore? = try opened(report)
        for _ in 0..<Int.random(in: 4...8, using: &random) {
            let settles = Int.random(in: 0..<6, using: &random)
            try write(store, settling: settles < 3)
            if settles == 0 {
                // As the next process does; the spool is one store's at a time.
                store = nil
                store = try opened(report)
            }
        }
        if let store {
            try untilReached {
                try store.settle(store.mark)
                _ = try store.drain()
                try store.settle(store.mark)
                return store.status.rows == 0 ? () : nil
            }
            #expect(store.status.refused == 0)
        }
        return away.withLock { $0 }
    }

    private mutating func write(_ store: SpoolingStore?, settling: Bool) throws {
        let store = try #require(store)
        try writeSome(store)
        if settling { try store.settle(store.mark) }
    }

    private mutating func opened(_ report: @escaping @Sendable (SpoolEvent) -> Void) throws -> SpoolingStore {
        var spool = SpoolSettings(root: folder)
        spool.segmentBytes = Int64.random(in: 1_000...60_000, using: &random)
        (spool.firstRetry, spool.longestRetry) = (.milliseconds(1), .milliseconds(20))
        let settings = settings
        return try untilReached {
            try SpoolingStore(location: settings.location, settings: spool, report: report) {
                () throws(StorageError) in try QuestDBStore(settings)
            }
        }
    }

    /// Tries what may find the server away. A proxy has few faults, so that this ends soon.
    @discardableResult
    private func untilReached<Value>(_ body: () throws -> Value?) throws -> Value {
        for _ in 0..<60 {
            do {
                if let value = try body() { return value }
            } catch let error as StorageError where error.code == .unreachable {}
        }
        throw StorageError(
            .busy, at: settings.location, "seed \(seed) does not come to its end", advice: "look at its faults")
    }

    /// A batch of candles of one series or several, or of trades; about half of the rows are changes of earlier ones.
    private mutating func writeSome(_ store: SpoolingStore) throws {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let one = series[Int.random(in: 0..<3, using: &random)]
            let rows = candleRun()
            _ = try store.write(CandleBatch(rows), to: one)
            take(rows, one)
        case 1:
            var all: [(row: Candle, place: Int)] = []
            for place in 0..<3 {
                let rows = candleRun()
                take(rows, series[place])
                all += rows.map { ($0, place) }
            }
            all.sort { ($0.row.time, $0.place) < ($1.row.time, $1.place) }
            let batch = CandleBatch(all.map(\.row))
            for (index, row) in all.enumerated() { batch.symbol[index] = UInt32(row.place) }
            _ = try store.write(batch, among: Array(series[..<3]))
        default:
            let start = Int64.random(in: 0..<150, using: &random)
            let rows = (start..<start + Int64.random(in: 1..<300, using: &random)).map { number in
                version += 1
                return Trade(
                    time: (1_600_000_000_000_000_000 + number / 5 * 1_000_700), ordinal: Int32(number % 5),
                    price: version, volume: number % 4 == 0 ? nil : 0.25,
                    side: number % 2 == 0 ? TradeSide.buy : nil,
                    id: number % 3 == 0 ? nil : number)
            }
            _ = try store.write(TradeBatch(rows), to: series[3])
            for row in rows {
                trades[series[3], default: [:]][TradeKey(time: row.time, ordinal: row.ordinal)] = row
            }
        }
    }

    private mutating func candleRun() -> [Candle] {
        let start = Int.random(in: 0..<150, using: &random)
        var rows = Candle.run(start..<start + Int.random(in: 1..<200, using: &random))
        for index in rows.indices {
            version += 1
            (rows[index].open, rows[index].vwap) = (version, nil)
        }
        return rows
    }

    private mutating func take(_ rows: [Candle], _ series: Series) {
        for row in rows { candles[series, default: [:]][row.time] = row }
    }
}
