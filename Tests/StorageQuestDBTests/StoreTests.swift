import MarketData
import Storage
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

@Suite(TemporaryQuestDB.trait) struct StoreTests {
    private static let hardNames = [
        "a b", "a,b=c", #"q"uote's\"#, "Ünï😀", "tab\tand\nline", String(repeating: "n", count: 200),
    ]

    @Test(arguments: WireProtocol.allCases)
    func candles_ofAllKinds_comeBackExactly(wire: WireProtocol) throws {
        let (here, store) = try TemporaryQuestDB.store(wire)
        #expect(try store.protocolInUse() == wire)
        var rows = Candle.run(0..<3_000)
        for (index, value) in [Double.leastNonzeroMagnitude, -0.0, .greatestFiniteMagnitude, 0.1 + 0.2, 1e23, -1.5]
            .enumerated()
        {
            rows[index].open = value
            rows[index].volume = value
        }
        rows[7].trades = Int64(Int32.max)
        #expect(try store.write(CandleBatch(rows), to: .candles()) == WriteCount(accepted: 3_000))
        try store.finish()
        for index in rows.indices { rows[index].vwap = nil }
        #expect(try store.candles(.candles(), capacity: 5_000) == rows)
        #expect(try store.candles(.candles()).first?.open.bitPattern == rows[0].open.bitPattern)
        let middle = try range(rows[10].time, rows[20].time)
        #expect(try store.candles(.candles(), middle) == Array(rows[10..<20]))
        #expect(try store.candles(.candles(), range(rows[10].time + 1, rows[20].time + 1)) == Array(rows[11...20]))
        #expect(try store.count(.candles(), in: middle) == 10)
        let newest = CandleBatch(capacity: 5)
        try store.readNewest(7, of: .candles(), in: middle, into: newest)
        #expect(newest.candles == Array(rows[15..<20]))
        _ = here
    }

    @Test(arguments: WireProtocol.allCases)
    func trades_withNanoseconds_comeBackExactly(wire: WireProtocol) throws {
        let (here, store) = try TemporaryQuestDB.store(wire)
        let start: Int64 = 1_713_067_200_000_000_000
        var rows: [Trade] = []
        for instant in 0..<400 as Range<Int64> {
            for ordinal in 0..<Int32(1 + instant % 3) {
                let number = Int64(rows.count)
                rows.append(
                    Trade(
                        time: start + instant * 333, ordinal: ordinal, price: Double(number) + 0.1,
                        volume: number % 4 == 0 ? nil : 0.5,
                        side: [nil, TradeSide.buy, TradeSide.sell][rows.count % 3],
                        id: number % 5 == 0 ? nil : number))
            }
        }
        rows[rows.count - 1].ordinal = 1_999_999
        _ = try store.write(TradeBatch(rows), to: .trades())
        try store.finish()
        #expect(try store.trades(.trades(), capacity: 5_000) == rows)
        // Pieces that end within a microsecond.
        var paged: [Trade] = []
        while true {
            let after = paged.last.map { TradePosition(time: $0.time, ordinal: $0.ordinal) }
            let piece = try store.trades(.trades(), after: after, capacity: 7)
            paged += piece
            if piece.count < 7 { break }
        }
        #expect(paged == rows)
        let part = try range(rows[100].time, rows[300].time)
        let inside = rows.filter { $0.time >= part.start.nanoseconds && $0.time < part.end.nanoseconds }
        #expect(try store.trades(.trades(), part) == inside)
        #expect(try store.count(.trades(), in: part) == inside.count)
        let newest = TradeBatch(capacity: 50)
        try store.readNewest(13, of: .trades(), in: part, into: newest)
        #expect(newest.tradeRows == Array(inside.suffix(13)))
        #expect(
            try store.series(matching: SeriesFilter()) == [
                SeriesSummary(
                    series: .trades(), first: Timestamp(nanoseconds: start),
                    last: Timestamp(nanoseconds: rows[rows.count - 1].time))
            ])
        _ = here
    }

    @Test(arguments: WireProtocol.allCases)
    func rows_writtenAgain_areReplacedAndNotDoubled(wire: WireProtocol) throws {
        let (here, store) = try TemporaryQuestDB.store(wire)
        let rows = Candle.run(0..<100)
        _ = try store.write(CandleBatch(rows), to: .candles())
        _ = try store.write(CandleBatch(rows), to: .candles())
        try store.finish()
        var changed = Array(rows[40..<60])
        for index in changed.indices { changed[index].close += 1 }
        changed[3].volume = nil
        _ = try store.write(CandleBatch(changed), to: .candles())
        _ = try store.write(CandleBatch(rows), to: .candles(source: "other"))
        try store.finish()
        let expected = (rows[..<40] + changed + rows[60...]).map { row in
            var row = row
            row.vwap = nil
            return row
        }
        #expect(try store.candles(.candles()) == expected)
        #expect(try store.count(.candles(), in: .all) == 100)
        #expect(try store.count(.candles(source: "other"), in: .all) == 100)
        _ = here
    }

    @Test(arguments: WireProtocol.allCases)
    func mixedBatch_withHardNames_goesWhereItBelongs(wire: WireProtocol) throws {
        let (here, store) = try TemporaryQuestDB.store(wire)
        var series: [Series] = []
        for (index, name) in Self.hardNames.enumerated() {
            series.append(.candles(name, Self.hardNames.reversed()[index], minutes: index + 1, source: name + "s"))
        }
        series.append(series[0])
        let rows = Candle.run(0..<7_000)
        let batch = CandleBatch(rows)
        for row in rows.indices { batch.symbol[row] = UInt32(row % series.count) }
        #expect(try store.write(batch, among: series) == series.map { _ in WriteCount(accepted: 1_000) })
        let trades = Self.hardNames.map { Series.trades($0, "USD", source: "x") }
        let ticks = TradeBatch((0..<600).map { Trade(time: Int64($0) * 1_000_000_500, price: Double($0)) })
        for row in 0..<600 { ticks.symbol[row] = UInt32(row % trades.count) }
        #expect(try store.write(ticks, among: trades).map(\.rows) == trades.map { _ in 100 })
        try store.finish()
        for (place, one) in series.dropLast().enumerated() {
            let expected = rows.indices.filter { $0 % 7 == place || place == 0 && $0 % 7 == 6 }.map { rows[$0].time }
            #expect(try store.candles(one, capacity: 3_000).map(\.time) == expected)
        }
        for (place, one) in trades.enumerated() {
            #expect(try store.trades(one).map { Int($0.price) % 6 } == [Int](repeating: place, count: 100))
        }
        let listed = try store.series(matching: SeriesFilter()).map(\.series)
        #expect(Set(listed) == Set(series + trades))
        #expect(listed.count == 12)
        let filter = SeriesFilter(base: Self.hardNames[2], content: .candles)
        #expect(try store.series(matching: filter).map(\.series) == [series[2]])
        #expect(try store.series(matching: SeriesFilter(base: "nobody")).isEmpty)
        #expect(try store.candles(.candles("nobody")).isEmpty)
        _ = here
    }

    @Test func rows_thatTheTablesCannotHold_areRefusedWhole() throws {
        let (here, store) = try TemporaryQuestDB.store()
        func refuses(_ words: String, _ body: () throws -> Void) {
            let error = #expect(throws: StorageError.self, "\(words)") { try body() }
            #expect(error?.code == .unsupported)
            #expect(error?.message.contains(words) == true, "\(error.debugDescription)")
        }
        func refusesCandle(_ words: String, _ change: (inout Candle) -> Void) {
            var rows = Candle.run(0..<3)
            change(&rows[1])
            refuses(words) { _ = try store.write(CandleBatch(rows), to: .candles()) }
        }
        refusesCandle("opens before 1970") { $0.time = -60_000_000_000 }
        refusesCandle("whole microsecond") { $0.time += 1 }
        refusesCandle("not behind the one before") { $0.time -= 60_000_000_000 }
        refusesCandle("no finite number") { $0.high = .infinity }
        refusesCandle("no finite number") { $0.low = .nan }
        refusesCandle("infinite volume") { $0.volume = -.infinity }
        refusesCandle("more than column trade_count") { $0.trades = Int64(Int32.max) + 1 }
        func refusesTrade(_ words: String, _ change: (inout Trade) -> Void) {
            var rows = [Trade(time: 1_000), Trade(time: 2_000), Trade(time: 3_000)]
            change(&rows[1])
            refuses(words) { _ = try store.write(TradeBatch(rows), to: .trades()) }
        }
        refusesTrade("before 1970") { $0.time = -1 }
        refusesTrade("ordinals reach from 0 to 1999999") { $0.ordinal = 2_000_000 }
        refusesTrade("ordinals reach") { $0.ordinal = -1 }
        refusesTrade("no finite number") { $0.price = .infinity }
        refusesTrade("side 5") { $0.side = 5 }
        refuses("whole minutes only") {
            let odd = try #require(Interval(nanoseconds: 90_000_000_000))
            _ = try store.write(
                CandleBatch(Candle.run(0..<3)),
                to: Series(Instrument(base: "A", quote: "B"), .candles(odd), source: "s"))
        }
        refuses("without a name") { _ = try store.write(TradeBatch([Trade(time: 0)]), to: .trades("")) }
        refuses("without a name") { _ = try store.write(TradeBatch([Trade(time: 0)]), to: .trades("A\0")) }
        refuses("cannot be stored as") { _ = try store.write(TradeBatch([Trade(time: 0)]), to: .candles()) }
        refuses("of no series given") {
            let batch = CandleBatch(Candle.run(0..<2))
            batch.symbol[1] = 1
            _ = try store.write(batch, among: [.candles()])
        }
        try store.finish()
        #expect(try store.series(matching: SeriesFilter()).isEmpty)
        _ = here
    }

    @Test func query_values_comeInTheirTypes() throws {
        let (here, store) = try TemporaryQuestDB.store()
        _ = try store.write(CandleBatch(Candle.run(0..<3)), to: .candles())
        try store.finish()
        var names: [String] = []
        var rows: [[SQLValue]] = []
        let sql = """
            SELECT time, open, volume, trade_count, source, open > 100 AS above FROM \(here.table("assetprice"))
            ORDER BY time; -- the end
            """
        try store.query(sql, columns: { names = $0 }) {
            rows.append($0)
            return rows.count < 2
        }
        #expect(names == ["time", "open", "volume", "trade_count", "source", "above"])
        #expect(
            rows == [
                [.text("2017-07-14T02:40:00.000000Z"), .real(100), .null, .null, .text("test"), .integer(0)],
                [
                    .text("2017-07-14T02:41:00.000000Z"), .real(100.125), .real(1), .integer(1), .text("test"),
                    .integer(1),
                ],
            ])
        for sql in ["SELECT * FROM nowhere", "SELEC 1", "DROP TABLE \(here.table("trade"))", "SELECT $1"] {
            let error = #expect(throws: StorageError.self) {
                try store.query(sql, columns: { _ in }, row: { _ in true })
            }
            #expect(error?.code == .badQuery, "\(sql): \(error.debugDescription)")
        }
        for sql in ["EXPLAIN SELECT 1", "SHOW TABLES", "wal_tables()", "WITH a AS (SELECT 1) SELECT * FROM a"] {
            var count = 0
            try store.query(sql, columns: { _ in }) { _ in
                count += 1
                return true
            }
            #expect(count > 0, "\(sql)")
        }
        struct Stop: Error {}
        #expect(throws: Stop.self) { try store.query("SELECT 1", columns: { _ in }) { _ in throw Stop() } }
    }
}
