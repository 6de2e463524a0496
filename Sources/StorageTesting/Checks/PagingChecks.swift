import MarketData
import Storage

extension Check where Subject == any StoreUnderTest {
    static let paging: [StoreCheck] = [
        StoreCheck("candle-paging", "Candles read piece by piece, of whatever size, are the whole in order") { run in
            try pieces(Candle.run(0..<300), [1, 7, 64, 299, 300, 301], run.store())
        },
        StoreCheck(
            "trade-paging", "Trades read piece by piece, also where a piece ends within an instant, are the whole"
        ) {
            run in
            try pieces(Trade.run(0..<300), [1, 2, 6, 7, 8, 99, 299, 300, 301], run.store())
        },
        StoreCheck("candle-newest", "The newest candles are the last of them, in ascending order, as many as fit") {
            run in
            try newest(Candle.run(0..<300), run.store())
        },
        StoreCheck("trade-newest", "The newest trades are the last of them, in ascending order, as many as fit") {
            run in
            try newest(Trade.run(0..<300), run.store())
        },
        StoreCheck(
            "written-backwards", "Rows come in the order of time, in whatever order the batches came",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            for part in [4, 1, 3, 0, 2] {
                try it.write(Candle.run(part * 50..<part * 50 + 50))
                try it.write(Trade.run(part * 50..<part * 50 + 50))
            }
            try it.expectAll()
        },
        StoreCheck(
            "large-batch", "A batch of the hub's own size is stored and read as one",
            restsOn: [.countsWrites, .keepsVWAP]
        ) { run in
            let it = try run.store()
            try it.write(Candle.run(0..<BatchSize.rows))
            try it.expectRows(capacity: BatchSize.rows, Candle.self)
        },
    ]

    private static func pieces<Row: CheckedRow>(_ rows: [Row], _ capacities: [Int], _ it: CheckedStore) throws {
        try it.write(rows)
        for capacity in capacities {
            let first = try Row.read(Row.series(), in: .all, after: nil, capacity: capacity, of: it.store)
            try expect(first.count, equals: min(capacity, rows.count), "rows of a piece of \(capacity)")
            try it.expectRows(capacity: capacity, Row.self)
        }
    }

    private static func newest<Row: CheckedRow>(_ rows: [Row], _ it: CheckedStore) throws {
        try it.write(rows)
        let kept = it.model.rows(of: Row.series(), Row.self)
        for limit in [-1, 0, 1, 5, 13, 100, 299, 300, 301, 5000] {
            for capacity in [1, 10, 1000] {
                let found = try Row.readNewest(limit, of: Row.series(), in: .all, capacity: capacity, of: it.store)
                try expect(
                    rows: found, equal: Array(kept.suffix(max(0, min(limit, capacity)))),
                    "the newest \(limit) into a batch of \(capacity)")
            }
        }
    }
}
