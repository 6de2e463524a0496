import AdapterHost
import CAdapterABI

/// The columns of a batch, each in guarded memory.
@safe struct GuardedBatch {
    let capacity: Int
    let rejects: Int
    private let kind: SessionQuery.Kind
    private let columns: [(name: String, stride: Int, memory: GuardedMemory)]
    private let rejectColumns: [(name: String, stride: Int, memory: GuardedMemory)]

    init(_ kind: SessionQuery.Kind, capacity: Int, rejects: Int, _ place: GuardedMemory.Place) throws {
        (self.kind, self.capacity, self.rejects) = (kind, capacity, rejects)
        let layout: [(String, Int)] =
            switch kind {
            case .candles:
                [
                    ("open_time", 8), ("open", 8), ("high", 8), ("low", 8), ("close", 8), ("volume", 8), ("vwap", 8),
                    ("trades", 8), ("symbol", 4), ("flags", 4), ("row", 8), ("position", 8),
                ]
            case .trades:
                [
                    ("time", 8), ("price", 8), ("volume", 8), ("side", 1), ("trade_id", 8), ("symbol", 4),
                    ("flags", 4), ("row", 8), ("position", 8),
                ]
            case .instruments:
                [
                    ("symbol", 4), ("base", 4), ("quote", 4), ("name", 4), ("category", 4), ("active", 1),
                    ("flags", 4), ("row", 8), ("position", 8),
                ]
            }
        columns = try layout.map { ($0.0, $0.1, try GuardedMemory(bytes: $0.1 * capacity, place)) }
        let rejectLayout = [("row", 8), ("position", 8), ("code", 4), ("reason", 16), ("raw", 16)]
        rejectColumns = try rejectLayout.map { ($0.0, $0.1, try GuardedMemory(bytes: $0.1 * rejects, place)) }
    }

    /// A sentence about the first element that was written outside of a column.
    var strayWrite: String? {
        for (list, capacity, what) in [(columns, capacity, "rows"), (rejectColumns, rejects, "rejects")] {
            for column in list {
                guard let byte = column.memory.firstStrayByte else { continue }
                let element = byte >= 0 ? byte / column.stride : -((column.stride - 1 - byte) / column.stride)
                return
                    "it writes element \(element) of the column \(column.name) of the \(what), which has the capacity"
                    + " \(capacity)"
            }
        }
        return nil
    }

    /// The batch as an adapter gets it, valid during the closure.
    func withBatch<Result>(_ use: (UnsafePointer<cw_batch>) throws -> Result) rethrows -> Result {
        // Strides and order are those of the header; the memory lives as long as this.
        var refused = unsafe cw_rejects(
            size: UInt32(MemoryLayout<cw_rejects>.size), reserved: 0, capacity: UInt64(rejects),
            row: pointer(rejectColumns, 0), position: pointer(rejectColumns, 1), code: pointer(rejectColumns, 2),
            reason: pointer(rejectColumns, 3), raw: pointer(rejectColumns, 4))
        return try unsafe withUnsafePointer(to: &refused) { refused in
            var batch = unsafe cw_batch()
            unsafe batch.size = UInt32(MemoryLayout<cw_batch>.size)
            unsafe batch.capacity = UInt64(capacity)
            unsafe batch.rejects = refused
            switch kind {
            case .candles:
                var rows = unsafe cw_candles(
                    size: UInt32(MemoryLayout<cw_candles>.size), reserved: 0, open_time: pointer(columns, 0),
                    open: pointer(columns, 1), high: pointer(columns, 2), low: pointer(columns, 3),
                    close: pointer(columns, 4), volume: pointer(columns, 5), vwap: pointer(columns, 6),
                    trades: pointer(columns, 7), symbol: pointer(columns, 8), flags: pointer(columns, 9),
                    row: pointer(columns, 10), position: pointer(columns, 11))
                return try unsafe withUnsafePointer(to: &rows) { rows in
                    unsafe (batch.kind, batch.candles) = (CW_KIND_CANDLES, rows)
                    return try unsafe withUnsafePointer(to: &batch) { try unsafe use($0) }
                }
            case .trades:
                var rows = unsafe cw_trades(
                    size: UInt32(MemoryLayout<cw_trades>.size), reserved: 0, time: pointer(columns, 0),
                    price: pointer(columns, 1), volume: pointer(columns, 2), side: pointer(columns, 3),
                    trade_id: pointer(columns, 4), symbol: pointer(columns, 5), flags: pointer(columns, 6),
                    row: pointer(columns, 7), position: pointer(columns, 8))
                return try unsafe withUnsafePointer(to: &rows) { rows in
                    unsafe (batch.kind, batch.trades) = (CW_KIND_TRADES, rows)
                    return try unsafe withUnsafePointer(to: &batch) { try unsafe use($0) }
                }
            case .instruments:
                var rows = unsafe cw_instruments(
                    size: UInt32(MemoryLayout<cw_instruments>.size), reserved: 0, symbol: pointer(columns, 0),
                    base: pointer(columns, 1), quote: pointer(columns, 2), name: pointer(columns, 3),
                    category: pointer(columns, 4), active: pointer(columns, 5), flags: pointer(columns, 6),
                    row: pointer(columns, 7), position: pointer(columns, 8))
                return try unsafe withUnsafePointer(to: &rows) { rows in
                    unsafe (batch.kind, batch.instruments) = (CW_KIND_INSTRUMENTS, rows)
                    return try unsafe withUnsafePointer(to: &batch) { try unsafe use($0) }
                }
            }
        }
    }

    private func pointer<Element>(
        _ list: [(name: String, stride: Int, memory: GuardedMemory)], _ index: Int
    ) -> UnsafeMutablePointer<Element> {
        precondition(list[index].stride == MemoryLayout<Element>.stride, "a column of its element's size")
        // Raw memory of plain values, as many as the capacity; aligned, as a page's end and start are.
        return unsafe list[index].memory.start.assumingMemoryBound(to: Element.self)
    }
}
