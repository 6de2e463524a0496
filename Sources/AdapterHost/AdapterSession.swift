import CAdapterABI
public import MarketData

/// One query being answered by an adapter: ask `nextRequest`, fetch it, `decode` it, until there is
/// no next request.
///
/// Used by one thread at a time, not always the same one; different sessions run at the same time.
/// After an error only `close` is left: to go on, begin a session with the last resume token. A call
/// out of this order is a mistake of the caller and traps.
@safe public final class AdapterSession {
    /// Whose session it is.
    public let adapter: LoadedAdapter
    /// What it was begun with.
    public let query: SessionQuery

    private enum State {
        case ready
        case requested
        case done
        case failed
        case closed
    }

    private var state = State.ready
    private let runner: any SessionRunner
    private let rejects = RejectColumns()
    private var instruments: InstrumentColumns?

    init(adapter: LoadedAdapter, query: SessionQuery, runner: any SessionRunner) {
        self.adapter = adapter
        self.query = query
        self.runner = runner
    }

    deinit { close() }

    /// Ends the session now and not when it goes; more than once does nothing.
    public func close() {
        if state == .closed { return }
        let failed = state == .failed
        state = .closed
        runner.end(failed: failed)
    }

    /// The string of an id that a row or an assertion carries: empty for 0, nil for an id that the
    /// session never gave out. Costs a copy.
    public func text(of id: UInt32) -> String? { runner.names.text(of: id) }

    /// What to fetch next, nil when the query is answered. Called again when the request before was
    /// decoded to its end.
    ///
    /// - Throws: what the adapter says, or the promise of the ABI that it broke.
    public func nextRequest() throws(AdapterError) -> AdapterRequest? {
        if state == .done { return nil }
        precondition(state == .ready, "nextRequest comes after begin, and after the last piece of a reply")
        var raw = unsafe cw_request()
        unsafe raw.size = UInt32(MemoryLayout<cw_request>.size)
        var failure = ErrorReading.empty
        let status: cw_status
        do throws(WorkerLoss) {
            status = try unsafe runner.nextRequest(&raw, &failure)
        } catch {
            throw fail(error)
        }
        try check(status, failure)
        let reading = RequestReading(descriptor: adapter.manifest.descriptor, fileName: query.fileName)
        do throws(BrokenPromise) {
            // What it points to is valid until the next call on the session, and copied here.
            let request = try unsafe reading.request(raw)
            state = request == nil ? .done : .requested
            return request
        } catch {
            throw fail(error)
        }
    }

    /// Decodes a piece of the reply into candles: rows from 0, and the batch's count.
    ///
    /// - Parameters:
    ///   - bytes: what no earlier call consumed, and what has come since.
    ///   - position: of the first byte, counted from the start of the reply.
    ///   - isLast: no byte of this reply follows these.
    ///   - reply: the same for every piece of a reply.
    ///   - batch: an empty one.
    /// - Throws: what the adapter says, or the promise of the ABI that it broke; the batch is empty then.
    public func decode(
        _ bytes: RawSpan, position: Int64, isLast: Bool, reply: ReplyContext, into batch: CandleBatch
    ) throws(AdapterError) -> Decoded {
        precondition(query.kind.bits == .candles && batch.count == 0, "a query for candles, an empty batch")
        // The columns hold `capacity` values each and live as long as the batch.
        let columns = unsafe cw_candles(
            size: UInt32(MemoryLayout<cw_candles>.size), reserved: 0, open_time: batch.openTime.pointer,
            open: batch.open.pointer, high: batch.high.pointer, low: batch.low.pointer, close: batch.close.pointer,
            volume: batch.volume.pointer, vwap: batch.vwap.pointer, trades: batch.trades.pointer,
            symbol: batch.symbol.pointer, flags: batch.flags.pointer, row: batch.row.pointer,
            position: batch.position.pointer)
        let decoded = try unsafe withUnsafePointer(to: columns) { (columns) throws(AdapterError) in
            let target = unsafe cw_batch(
                size: UInt32(MemoryLayout<cw_batch>.size), kind: CW_KIND_CANDLES, capacity: UInt64(batch.capacity),
                candles: columns, trades: nil, instruments: nil, rejects: nil)
            return try unsafe decode(bytes, position: position, isLast: isLast, reply: reply, into: target)
        }
        batch.count = decoded.rows
        return decoded
    }

    /// Decodes a piece of the reply into trades. As for candles.
    public func decode(
        _ bytes: RawSpan, position: Int64, isLast: Bool, reply: ReplyContext, into batch: TradeBatch
    ) throws(AdapterError) -> Decoded {
        precondition(query.kind.bits == .trades && batch.count == 0, "a query for trades, an empty batch")
        // The columns hold `capacity` values each and live as long as the batch.
        let columns = unsafe cw_trades(
            size: UInt32(MemoryLayout<cw_trades>.size), reserved: 0, time: batch.time.pointer,
            price: batch.price.pointer, volume: batch.volume.pointer, side: batch.side.pointer,
            trade_id: batch.tradeID.pointer, symbol: batch.symbol.pointer, flags: batch.flags.pointer,
            row: batch.row.pointer, position: batch.position.pointer)
        let decoded = try unsafe withUnsafePointer(to: columns) { (columns) throws(AdapterError) in
            let target = unsafe cw_batch(
                size: UInt32(MemoryLayout<cw_batch>.size), kind: CW_KIND_TRADES, capacity: UInt64(batch.capacity),
                candles: nil, trades: columns, instruments: nil, rejects: nil)
            return try unsafe decode(bytes, position: position, isLast: isLast, reply: reply, into: target)
        }
        batch.count = decoded.rows
        return decoded
    }

    /// Decodes a piece of the reply into instruments, appended to the array. As for candles, at most
    /// 16,384 in a call; their strings are copied.
    public func decode(
        _ bytes: RawSpan, position: Int64, isLast: Bool, reply: ReplyContext, into list: inout [SourceInstrument]
    ) throws(AdapterError) -> Decoded {
        precondition(query.kind.bits == .instruments, "a query for instruments")
        let columns = instruments ?? InstrumentColumns()
        instruments = columns
        let decoded = try unsafe withUnsafePointer(to: columns.columns) { (pointer) throws(AdapterError) in
            let target = unsafe cw_batch(
                size: UInt32(MemoryLayout<cw_batch>.size), kind: CW_KIND_INSTRUMENTS,
                capacity: UInt64(InstrumentColumns.capacity), candles: nil, trades: nil, instruments: pointer,
                rejects: nil)
            return try unsafe decode(bytes, position: position, isLast: isLast, reply: reply, into: target)
        }
        do throws(BrokenPromise) {
            list += try columns.instruments(count: decoded.rows, names: runner.names)
        } catch {
            throw fail(error)
        }
        return decoded
    }

    private func decode(
        _ bytes: RawSpan, position: Int64, isLast: Bool, reply: ReplyContext, into target: cw_batch
    ) throws(AdapterError) -> Decoded {
        precondition(state == .requested, "decode comes after nextRequest has given a request")
        precondition(position >= 0, "a position in the reply is not negative")
        var raw = unsafe cw_decoded()
        unsafe raw.size = UInt32(MemoryLayout<cw_decoded>.size)
        var failure = ErrorReading.empty
        let status: cw_status
        do throws(WorkerLoss) {
            // The bytes, the batch and the rejects are the host's and live during the call.
            status = try unsafe bytes.withUnsafeBytes { (bytes) throws(WorkerLoss) in
                try unsafe withUnsafePointer(to: rejects.columns) { (rejects) throws(WorkerLoss) in
                    var target = unsafe target
                    unsafe target.rejects = rejects
                    return try unsafe runner.decode(
                        bytes, position: position, isLast: isLast, reply: reply, into: target, &raw, &failure)
                }
            }
        } catch {
            throw fail(error)
        }
        try check(status, failure)
        do throws(BrokenPromise) {
            let reading = DecodedReading(
                capacity: unsafe Int(target.capacity), length: bytes.byteCount, isLast: isLast, rejects: rejects,
                names: runner.names)
            // What it points to is valid until the next call on the session, and copied here.
            let decoded = try unsafe reading.decoded(raw)
            if isLast, !decoded.isFull { state = .ready }
            return decoded
        } catch {
            throw fail(error)
        }
    }

    private func check(_ status: cw_status, _ failure: cw_error) throws(AdapterError) {
        if let promise = runner.brokenPromise { throw fail(promise) }
        if status == CW_OK { return }
        state = .failed
        throw ErrorReading.error(status, failure, adapter: adapter.id, file: query.fileName)
    }

    private func fail(_ loss: WorkerLoss) -> AdapterError {
        state = .failed
        return adapter.lost(loss, file: query.fileName)
    }

    private func fail(_ promise: BrokenPromise) -> AdapterError {
        state = .failed
        return adapter.broken(promise, file: query.fileName)
    }
}
