import MarketData
import Storage

/// The way of rows to the server, by one protocol. One thread at a time sends; rows were checked before.
protocol RowLine: Sendable {
    var wire: WireProtocol { get }

    /// Takes the rows of a batch, which may be changed when this returns; they may not be at the server yet.
    func send(_ candles: CandleBatch, _ series: SeriesColumns) throws(StorageError)
    /// Likewise.
    func send(_ trades: TradeBatch, _ series: SeriesColumns) throws(StorageError)

    /// Grows with what was sent; 0 before anything was.
    var sent: UInt64 { get }

    /// Returns when everything that was sent up to there is durable; throws what became of it otherwise.
    func settle(_ sent: UInt64) throws(StorageError)
}
