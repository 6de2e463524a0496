import MarketData
import Testing

@Suite struct BatchTests {
    @Test func newBatch_isEmptyAndHoldsWhatItWasAskedFor() {
        let (candles, trades) = (CandleBatch(capacity: 3), TradeBatch(capacity: 2))
        #expect(candles.count == 0 && candles.capacity == 3 && candles.vwap.capacity == 3)
        #expect(trades.count == 0 && trades.capacity == 2 && trades.ordinal.capacity == 2)
        #expect(CandleBatch().capacity == 65_536 && TradeBatch().capacity == BatchSize.rows)
        #expect((0..<2).allSatisfy { trades.side[$0] == TradeSide.none })
        #expect((0..<3).allSatisfy { candles.openTime[$0] == 0 && candles.close[$0] == 0 })
    }

    @Test func count_upToTheCapacity_isKept() {
        let (candles, trades) = (CandleBatch(capacity: 3), TradeBatch(capacity: 3))
        for count in 0...3 {
            (candles.count, trades.count) = (count, count)
            #expect(candles.count == count && trades.count == count)
        }
    }

    private func filledCandles() -> CandleBatch {
        let batch = CandleBatch(capacity: 6)
        for row in 0..<6 {
            let number = Int64(row)
            batch.openTime[row] = number
            for (index, column) in [batch.open, batch.high, batch.low, batch.close, batch.volume, batch.vwap]
                .enumerated()
            {
                column[row] = Double(row * 10 + index)
            }
            batch.trades[row] = number + 100
            batch.symbol[row] = UInt32(row) + 200
            batch.flags[row] = UInt32(row) + 300
            batch.row[row] = number + 400
            batch.position[row] = number + 500
        }
        return batch
    }

    private func text(_ batch: CandleBatch, _ row: Int) -> String {
        """
        \(batch.openTime[row]) \(batch.open[row]) \(batch.high[row]) \(batch.low[row]) \(batch.close[row]) \
        \(batch.volume[row]) \(batch.vwap[row]) \(batch.trades[row]) \(batch.symbol[row]) \(batch.flags[row]) \
        \(batch.row[row]) \(batch.position[row])
        """
    }

    private func filledTrades() -> TradeBatch {
        let batch = TradeBatch(capacity: 6)
        for row in 0..<6 {
            let number = Int64(row)
            batch.time[row] = number
            (batch.price[row], batch.volume[row]) = (Double(row) + 10, Double(row) + 20)
            batch.side[row] = Int8(row) + 30
            batch.tradeID[row] = number + 40
            (batch.symbol[row], batch.flags[row]) = (UInt32(row) + 50, UInt32(row) + 60)
            (batch.row[row], batch.position[row]) = (number + 70, number + 80)
            batch.ordinal[row] = Int32(row) + 90
        }
        return batch
    }

    private func text(_ batch: TradeBatch, _ row: Int) -> String {
        """
        \(batch.time[row]) \(batch.price[row]) \(batch.volume[row]) \(batch.side[row]) \(batch.tradeID[row]) \
        \(batch.symbol[row]) \(batch.flags[row]) \(batch.row[row]) \(batch.position[row]) \(batch.ordinal[row])
        """
    }

    @Test(arguments: 0..<6, 0..<6)
    func movedRow_takesEveryColumnAndLeavesTheOthers(from: Int, to: Int) {
        let (candles, trades) = (filledCandles(), filledTrades())
        var (wantedCandles, wantedTrades) = ((0..<6).map { text(candles, $0) }, (0..<6).map { text(trades, $0) })
        wantedCandles[to] = wantedCandles[from]
        wantedTrades[to] = wantedTrades[from]
        candles.move(row: from, to: to)
        trades.move(row: from, to: to)
        #expect((0..<6).map { text(candles, $0) } == wantedCandles)
        #expect((0..<6).map { text(trades, $0) } == wantedTrades)
    }

    @Test(arguments: 0...6, 0...6)
    func movedRun_takesEveryColumnAlsoWhenItOverlaps(from: Int, to: Int) {
        for length in 0...(6 - max(from, to)) {
            let (candles, trades) = (filledCandles(), filledTrades())
            var (wantedCandles, wantedTrades) = ((0..<6).map { text(candles, $0) }, (0..<6).map { text(trades, $0) })
            wantedCandles.replaceSubrange(to..<to + length, with: Array(wantedCandles[from..<from + length]))
            wantedTrades.replaceSubrange(to..<to + length, with: Array(wantedTrades[from..<from + length]))
            candles.move(rows: from..<from + length, to: to)
            trades.move(rows: from..<from + length, to: to)
            #expect((0..<6).map { text(candles, $0) } == wantedCandles)
            #expect((0..<6).map { text(trades, $0) } == wantedTrades)
        }
    }

    @Test func batch_withoutRoom_traps() async {
        await #expect(processExitsWith: .failure) { _ = CandleBatch(capacity: 0) }
        await #expect(processExitsWith: .failure) { _ = TradeBatch(capacity: -1) }
    }

    @Test func count_beyondTheCapacity_traps() async {
        await #expect(processExitsWith: .failure) { CandleBatch(capacity: 3).count = 4 }
        await #expect(processExitsWith: .failure) { CandleBatch(capacity: 3).count = -1 }
        await #expect(processExitsWith: .failure) { TradeBatch(capacity: 3).count = 4 }
        await #expect(processExitsWith: .failure) { TradeBatch(capacity: 3).count = -1 }
    }

    @Test func column_readOrWrittenOutside_traps() async {
        await #expect(processExitsWith: .failure) { _ = CandleBatch(capacity: 3).close[3] }
        await #expect(processExitsWith: .failure) { _ = CandleBatch(capacity: 3).close[-1] }
        await #expect(processExitsWith: .failure) { CandleBatch(capacity: 3).close[3] = 1 }
        await #expect(processExitsWith: .failure) { TradeBatch(capacity: 3).side[.min] = 1 }
        await #expect(processExitsWith: .failure) { _ = TradeBatch(capacity: 3).side[.max] }
    }

    // The message tells the check apart from a crash of the memory that was written over.
    @Test func run_movedOutside_trapsBeforeItWrites() async throws {
        let crashes = [
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                CandleBatch(capacity: 3).move(rows: 0..<4, to: 0)
            },
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                CandleBatch(capacity: 3).move(rows: 1..<3, to: 2)
            },
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                CandleBatch(capacity: 3).move(rows: 1..<3, to: -1)
            },
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                CandleBatch(capacity: 3).move(rows: 0..<1, to: .max)
            },
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                TradeBatch(capacity: 3).move(rows: -1..<1, to: 0)
            },
            await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                TradeBatch(capacity: 3).move(rows: 2..<4, to: 0)
            },
        ]
        for crash in crashes {
            let text = String(decoding: try #require(crash).standardErrorContent, as: UTF8.self)
            #expect(text.contains("row out of the batch"))
        }
    }
}
