import MarketData
import Storage
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct TradeTests {
    let here: TemporarySchema
    init() throws { here = try TemporarySchema() }

    let rows: [Trade] = (0..<1000).map { index in
        var trade = Trade(
            time: Int64(index / 3) * 7 - 100, ordinal: Int32(index % 3), price: Double(index) + 0.5, side: nil, id: nil)
        if index % 4 == 0 { trade.volume = nil }
        if index % 2 == 0 { trade.side = TradeSide.buy }
        if index % 5 > 0 { trade.id = Int64(index) }
        return trade
    }

    @Test func write_trades_comeBackAsTheyWere() throws {
        #expect(try here.store.write(TradeBatch(rows), to: .trades()) == WriteCount(inserted: 1000))
        #expect(try here.store.write(TradeBatch(rows), to: .trades()) == WriteCount(unchanged: 1000))
        let batch = TradeBatch(capacity: 2000)
        try here.store.read(.trades(), in: .all, after: nil, into: batch)
        #expect(batch.tradeRows == rows)
    }

    @Test func write_changedAndLackingTrades_areCountedEach() throws {
        _ = try here.store.write(TradeBatch(rows), to: .trades())
        var next = rows
        next[10].price += 1
        next[11].id = nil
        next[12].side = TradeSide.sell
        #expect(try here.store.write(TradeBatch(next), to: .trades()) == WriteCount(updated: 2, unchanged: 998))
        next[11].id = rows[11].id
        let batch = TradeBatch(capacity: 2000)
        try here.store.read(.trades(), in: .all, after: nil, into: batch)
        #expect(batch.tradeRows == next)
    }

    @Test func read_pieceByPiece_givesEveryTradeOnce() throws {
        _ = try here.store.write(TradeBatch(rows), to: .trades())
        let batch = TradeBatch(capacity: 7)
        var all: [Trade] = []
        var position: TradePosition?
        repeat {
            try here.store.read(.trades(), in: .all, after: position, into: batch)
            all += batch.tradeRows
            position = batch.tradeRows.last.map { TradePosition(time: $0.time, ordinal: $0.ordinal) }
        } while batch.count == 7
        #expect(all == rows)
        try here.store.readNewest(5, of: .trades(), in: .all, into: batch)
        #expect(batch.tradeRows == Array(rows.suffix(5)))
        #expect(try here.store.count(.trades(), in: .all) == 1000)
    }

    @Test func view_trades_showsMicrosecondsAndAllDigits() throws {
        let trade = Trade(time: 1_713_067_200_123_456_789, side: TradeSide.sell, id: 5)
        _ = try here.store.write(TradeBatch([trade]), to: .trades())
        #expect(
            try here.lines("SELECT asset, time, side, trade_id, time_ns FROM trades")
                == ["BTC|2024-04-14T04:00:00.123456Z|sell|5|1713067200123456789"])
    }
}
