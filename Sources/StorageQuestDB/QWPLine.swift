import MarketData
import QuestDBClient
import Storage
import Synchronization

/// Rows by QWP: columns go from the batch to the message as they are, many messages are on their way at once.
final class QWPLine: RowLine {
    let wire = WireProtocol.qwp
    private let sender: QWPSender
    private let location: String
    private let candles: QWPTable
    private let trades: QWPTable
    private let last = Atomic<UInt64>(0)

    /// Connects. Throws `.notOffered` where the server does not speak QWP.
    init(_ settings: QuestDBStoreSettings, _ names: TableNames) throws(QWPError) {
        location = settings.location
        candles = try QWPTable(
            names.candles,
            columns: [
                QWPColumn("asset_id", .int), QWPColumn("interval_minutes", .int), .designated(TableShape.time),
                QWPColumn("open", .double), QWPColumn("high", .double), QWPColumn("low", .double),
                QWPColumn("close", .double), QWPColumn("volume", .double), QWPColumn("trade_count", .int),
                QWPColumn("quote_currency", .symbol), QWPColumn("source", .symbol),
            ])
        trades = try QWPTable(
            names.trades,
            columns: [
                QWPColumn("asset_id", .int), .designated(TableShape.time), QWPColumn("price", .double),
                QWPColumn("volume", .double), QWPColumn("quote_currency", .symbol), QWPColumn("source", .symbol),
                QWPColumn("ordinal", .int), QWPColumn("trade_id", .long), QWPColumn("side", .symbol),
            ])
        var wire = QWPSettings()
        wire.patience = settings.patience
        // A server that is heard no more is away.
        wire.silence = min(wire.silence, settings.patience)
        wire.connectTimeout = min(wire.connectTimeout, settings.endpoint.connectTimeout)
        sender = try QWPSender.connect(to: QWPEndpoint(settings.endpoint), settings: wire)
    }

    deinit { sender.close() }

    var sent: UInt64 { last.load(ordering: .acquiring) }

    func settle(_ sent: UInt64) throws(StorageError) {
        do { try sender.wait(for: sent) } catch { throw StorageError(error, at: location) }
    }

    func send(_ batch: CandleBatch, _ series: SeriesColumns) throws(StorageError) {
        try send(candles, batch.count) { block, rows throws(QWPError) in
            let places = unsafe part(batch.symbol, rows)
            unsafe numbers(series.assets, series, places, &block)
            unsafe numbers(series.minutes, series, places, &block)
            // What is given to the block is read during the call: the batch outlives it.
            unsafe block.timestamps(nanoseconds: part(batch.openTime, rows).span)
            unsafe block.doubles(part(batch.open, rows).span)
            unsafe block.doubles(part(batch.high, rows).span)
            unsafe block.doubles(part(batch.low, rows).span)
            unsafe block.doubles(part(batch.close, rows).span)
            unsafe block.doubles(part(batch.volume, rows).span)
            try unsafe block.ints(part(batch.trades, rows).span, null: -1)
            try unsafe symbols(series.quotes, series, places, &block)
            try unsafe symbols(series.sources, series, places, &block)
        }
    }

    func send(_ batch: TradeBatch, _ series: SeriesColumns) throws(StorageError) {
        // Whole microseconds keep their ordinals, and most sources have no others.
        let ordinals = Self.storedOrdinals(of: batch)
        let sides = Self.sides(of: batch)
        try send(trades, batch.count) { block, rows throws(QWPError) in
            let places = unsafe part(batch.symbol, rows)
            unsafe numbers(series.assets, series, places, &block)
            // As for candles. A time is cut to its microsecond.
            unsafe block.timestamps(nanoseconds: part(batch.time, rows).span)
            unsafe block.doubles(part(batch.price, rows).span)
            unsafe block.doubles(part(batch.volume, rows).span)
            try unsafe symbols(series.quotes, series, places, &block)
            try unsafe symbols(series.sources, series, places, &block)
            if let ordinals {
                block.ints(ordinals.span.extracting(rows))
            } else {
                unsafe block.ints(part(batch.ordinal, rows).span)
            }
            unsafe block.longs(part(batch.tradeID, rows).span, null: -1)
            if let sides {
                try block.symbols(
                    ids: sides.span.extracting(rows), names: [TradeSideText.buy, TradeSideText.sell], null: Self.noSide)
            } else {
                try block.symbols(constant: nil)
            }
        }
    }

    private static let noSide: UInt32 = 2

    /// What column `ordinal` gets; nil where that is what the batch has.
    private static func storedOrdinals(of batch: TradeBatch) -> [Int32]? {
        var rest: Int64 = 0
        for row in 0..<batch.count { rest |= batch.time[row] % TradeOrdinal.nanosecondsPerMicrosecond }
        if rest == 0 { return nil }
        return (0..<batch.count).map { row in
            let key = TradeOrdinal(nanoseconds: batch.time[row], ordinal: Int64(batch.ordinal[row]))
            // At most 999 * 2,000,000 + 1,999,999.
            return Int32(truncatingIfNeeded: key.stored)
        }
    }

    /// Places in the list of sides; nil when no trade has one.
    private static func sides(of batch: TradeBatch) -> [UInt32]? {
        guard (0..<batch.count).contains(where: { batch.side[$0] != TradeSide.none }) else { return nil }
        return (0..<batch.count).map { row in
            switch batch.side[row] {
            case TradeSide.buy: 0
            case TradeSide.sell: 1
            default: noSide
            }
        }
    }

    private func send(
        _ table: QWPTable, _ rows: Int, _ fill: (inout QWPBlock, Range<Int>) throws(QWPError) -> Void
    ) throws(StorageError) {
        do {
            last.store(try sender.send(table, rows: rows, fill), ordering: .releasing)
        } catch {
            throw StorageError(error, at: location)
        }
    }

    private func numbers(
        _ values: [Int32], _ series: SeriesColumns, _ places: UnsafeBufferPointer<UInt32>, _ block: inout QWPBlock
    ) {
        if series.isSingle {
            block.ints(constant: values[0])
        } else {
            // Alive during the call, as all of the batch is.
            unsafe block.ints(ids: places.span, values: values.span)
        }
    }

    private func symbols(
        _ names: [String], _ series: SeriesColumns, _ places: UnsafeBufferPointer<UInt32>, _ block: inout QWPBlock
    ) throws(QWPError) {
        if series.isSingle {
            try block.symbols(constant: names[0])
        } else {
            // Likewise.
            try unsafe block.symbols(ids: places.span, names: names)
        }
    }
}

/// Some rows of a column, valid while the column lives.
@unsafe private func part<Value>(_ column: Column<Value>, _ rows: Range<Int>) -> UnsafeBufferPointer<Value> {
    precondition(rows.upperBound <= column.capacity, "row out of the batch")
    // In bounds by the line above.
    return unsafe UnsafeBufferPointer(start: column.pointer + rows.lowerBound, count: rows.count)
}

extension QWPEndpoint {
    /// The same server, by WebSocket.
    init(_ endpoint: QuestDBEndpoint) throws(QWPError) {
        let authentication: Authentication =
            switch endpoint.credential {
            case .none: .none
            case .basic(let user, let password): .basic(user: user, password: password)
            case .token(let token): .bearer(token: token)
            }
        try self.init(
            host: endpoint.host, port: Int(endpoint.port), isSecure: endpoint.isSecure, authentication: authentication,
            caFile: endpoint.caFile)
    }
}

extension StorageError {
    /// What a failure of QWP means for the hub.
    init(_ error: QWPError, at location: String) {
        let (code, advice): (Code, String) =
            switch error.code {
            case .unauthorized: (.denied, "give the user and password, or the token, that the server lets write")
            case .notOffered: (.notOffered, "set the protocol to auto, or use QuestDB 9.4 or later")
            case .rejected where error.status == .securityError: (.denied, "grant the user the right to write there")
            case .rejected:
                (.other, "open the store again when that is mended; rows that were not settled are repeated")
            case .unreachable, .discarded, .closed:
                (.unreachable, "start the server and run the command again; what was not settled is repeated")
            default: (.other, "mend the settings")
            }
        self.init(code, at: location, error.message, advice: advice)
    }
}
