import MarketData
import Synchronization

/// Batches to be used again: as many as are under way, no more.
final class BatchPool: Sendable {
    private struct State {
        var candles: [CandleBatch] = []
        var trades: [TradeBatch] = []
    }

    private let state = Mutex(State())

    func candles() -> CandleBatch { state.withLock { $0.candles.popLast() } ?? CandleBatch() }

    func trades() -> TradeBatch { state.withLock { $0.trades.popLast() } ?? TradeBatch() }

    func giveBack(_ batch: CandleBatch) {
        batch.count = 0
        state.withLock { $0.candles.append(batch) }
    }

    func giveBack(_ batch: TradeBatch) {
        batch.count = 0
        state.withLock { $0.trades.append(batch) }
    }
}
