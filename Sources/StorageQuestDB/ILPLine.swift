import MarketData
import QuestDBClient
import Storage
import Synchronization

/// Rows by the line protocol: collected until they are worth a request, which is one transaction a table.
final class ILPLine: RowLine {
    let wire: WireProtocol
    private let rows: ILPRows
    private let sender: ILPSender
    private let location: String
    private let state: Mutex<State>

    /// Rows a request: below 100,000 the server is slower, and above 500,000 no faster.
    private static let rowsPerRequest = 200_000

    private struct State: ~Copyable {
        var candles: ILPBuffer
        var trades: ILPBuffer
        var sent: UInt64 = 0
        var settled: UInt64 = 0
        /// After which nothing more is taken: what was collected then is lost to this line.
        var failure: StorageError?
    }

    init(_ settings: QuestDBStoreSettings, _ names: TableNames, _ version: ILPVersion) throws(StorageError) {
        wire = version == .binary ? .ilp2 : .ilp1
        location = settings.location
        rows = try translating(settings.location) { try ILPRows(names) }
        var limits = ILPSender.Limits()
        // A server that is heard no more is away.
        limits.timeout = min(limits.timeout, settings.patience)
        sender = ILPSender(settings.endpoint, retry: RetryPolicy(patience: settings.patience), limits: limits)
        state = Mutex(State(candles: ILPBuffer(version: version), trades: ILPBuffer(version: version)))
    }

    var sent: UInt64 { state.withLock { $0.sent } }

    func send(_ candles: CandleBatch, _ series: SeriesColumns) throws(StorageError) {
        try changing { (state: inout State) throws in
            try rows.append(candles, series, to: &state.candles)
            try took(&state)
        }
    }

    func send(_ trades: TradeBatch, _ series: SeriesColumns) throws(StorageError) {
        try changing { (state: inout State) throws in
            try rows.append(trades, series, to: &state.trades)
            try took(&state)
        }
    }

    func settle(_ sent: UInt64) throws(StorageError) {
        try changing { (state: inout State) throws in
            if state.settled < sent { try flush(&state) }
        } unless: {
            $0.settled >= sent
        }
    }

    private func took(_ state: inout State) throws {
        state.sent += 1
        if max(state.candles.rowCount, state.trades.rowCount) >= Self.rowsPerRequest { try flush(&state) }
    }

    private func flush(_ state: inout State) throws {
        try sender.send(state.candles)
        state.candles.removeAll()
        try sender.send(state.trades)
        state.trades.removeAll()
        state.settled = state.sent
    }

    /// Does something that fails once and for all when it fails.
    private func changing(
        _ body: (inout State) throws -> Void, unless isDone: (borrowing State) -> Bool = { _ in false }
    ) throws(StorageError) {
        let failure: StorageError? = state.withLock { state in
            if isDone(state) { return nil }
            if let failure = state.failure { return failure }
            do { try body(&state) } catch { state.failure = StorageError(error, at: location) }
            return state.failure
        }
        if let failure { throw failure }
    }
}
