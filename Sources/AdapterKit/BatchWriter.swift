import CAdapterABI

/// Where a session writes what it decodes: the columns of its kind, and the records it had to refuse.
public struct BatchWriter: ~Copyable {
    /// The session's kind; the writers of the others have no room.
    public let kind: Kind
    /// For a session of candles.
    public var candles: CandleWriter
    /// For a session of trades.
    public var trades: TradeWriter
    /// For a session of instruments.
    public var instruments: InstrumentWriter
    /// For every session.
    public var rejects: RejectWriter

    /// No further row, or no further reject, fits: time to return with `isFull`.
    public var isFull: Bool {
        if rejects.isFull { return true }
        return switch kind {
        case .candles: candles.isFull
        case .trades: trades.isFull
        case .instruments: instruments.isFull
        }
    }

    /// Rows written so far.
    public var count: Int {
        switch kind {
        case .candles: candles.count
        case .trades: trades.count
        case .instruments: instruments.count
        }
    }

    init(
        _ columns: BatchColumns, bytes: UnsafeBufferPointer<UInt8>, position: Int64, arena: TextArena,
        spare: SpareColumn
    ) {
        // Columns and bytes are valid during `decode`, in which this lives.
        kind = columns.kind
        unsafe candles = CandleWriter(columns.candles, capacity: columns.room(.candles), spare: spare)
        unsafe trades = TradeWriter(columns.trades, capacity: columns.room(.trades), spare: spare)
        unsafe instruments = InstrumentWriter(
            columns.instruments, capacity: columns.room(.instruments), spare: spare)
        unsafe rejects = RejectWriter(columns.rejects, bytes: bytes, position: position, arena: arena)
    }
}

/// The host's columns, checked: those of the kind are there, the others have no room.
@safe struct BatchColumns {
    let kind: Kind
    private let capacity: Int
    private(set) var candles = unsafe cw_candles()
    private(set) var trades = unsafe cw_trades()
    private(set) var instruments = unsafe cw_instruments()
    private(set) var rejects = unsafe cw_rejects()

    func room(_ kind: Kind) -> Int { kind == self.kind ? capacity : 0 }

    /// Throws `internal` when a struct is smaller than version 1.0's, when the columns of the kind are missing,
    /// or when no row fits.
    init(_ batch: cw_batch) throws(AdapterFailure) {
        // The host's structs are valid during `decode`, in which this is called.
        guard unsafe batch.size >= UInt32.size(of: cw_batch.self) else { throw .smallStruct("cw_batch") }
        guard let kind = unsafe Kind(rawValue: batch.kind) else {
            throw unsafe AdapterFailure(.internal, "the batch has the unknown kind \(batch.kind)")
        }
        self.kind = kind
        capacity = unsafe Int(clamping: batch.capacity)
        guard capacity > 0 else { throw AdapterFailure(.internal, "the batch has no room for a row") }
        switch kind {
        case .candles:
            guard let columns = unsafe batch.candles else { throw .missingColumns(kind) }
            guard unsafe columns.pointee.size >= UInt32.size(of: cw_candles.self) else {
                throw .smallStruct("cw_candles")
            }
            unsafe candles = unsafe columns.pointee
        case .trades:
            guard let columns = unsafe batch.trades else { throw .missingColumns(kind) }
            guard unsafe columns.pointee.size >= UInt32.size(of: cw_trades.self) else {
                throw .smallStruct("cw_trades")
            }
            unsafe trades = unsafe columns.pointee
        case .instruments:
            guard let columns = unsafe batch.instruments else { throw .missingColumns(kind) }
            guard unsafe columns.pointee.size >= UInt32.size(of: cw_instruments.self) else {
                throw .smallStruct("cw_instruments")
            }
            unsafe instruments = unsafe columns.pointee
        }
        if let columns = unsafe batch.rejects {
            guard unsafe columns.pointee.size >= UInt32.size(of: cw_rejects.self) else {
                throw .smallStruct("cw_rejects")
            }
            unsafe rejects = unsafe columns.pointee
        }
    }
}

extension AdapterFailure {
    /// The host gave no columns of the batch's kind.
    static func missingColumns(_ kind: Kind) -> AdapterFailure {
        AdapterFailure(.internal, "the batch is for \(kind) and has no columns of them")
    }
}
