import AdapterKit
import CAdapterABI
import Testing

/// The host's side of the table for these tests: structs as a C host would fill them.
@safe final class CHost {
    // Numbers of strings, 1 and up, and lines of the log; used by one thread.
    private(set) var strings: [String] = []
    private(set) var log: [String] = []
    // Lives as long as this does.
    let table: UnsafeMutablePointer<cw_host>

    init() {
        unsafe table = .allocate(capacity: 1)
        unsafe table.initialize(to: cw_host())
        unsafe table.pointee.size = UInt32(MemoryLayout<cw_host>.size)
        unsafe table.pointee.context = Unmanaged.passUnretained(self).toOpaque()
        // The context is this object, which outlives every session of its test.
        unsafe table.pointee.intern = { context, bytes, length in
            guard let context = unsafe context, let bytes = unsafe bytes, length > 0 else { return 0 }
            let host = unsafe Unmanaged<CHost>.fromOpaque(context).takeUnretainedValue()
            let text = unsafe string(cw_text(bytes: bytes, length: length))
            if let index = host.strings.firstIndex(of: text) { return UInt32(index + 1) }
            host.strings.append(text)
            return UInt32(host.strings.count)
        }
        unsafe table.pointee.log = { context, level, bytes, length in
            guard let context = unsafe context else { return }
            let text = unsafe string(cw_text(bytes: bytes, length: length))
            unsafe Unmanaged<CHost>.fromOpaque(context).takeUnretainedValue().log.append("\(level) \(text)")
        }
    }

    deinit { unsafe table.deallocate() }

    /// The query of a C host, copied by the adapter's side.
    func query(
        kind: Int32, interval: Int64 = 0, symbol: String = "", settings: [(String, String)] = [],
        size: Int = unsafe MemoryLayout<cw_query>.size
    ) throws -> Query {
        // The texts live in the arena until the query has copied them.
        let arena = TextArena()
        var query = unsafe cw_query()
        unsafe query.size = UInt32(size)
        unsafe query.kind = kind
        unsafe query.interval = interval
        unsafe query.end = .max
        unsafe query.symbol = arena.text(symbol)
        unsafe query.file_name = arena.text("a/b.csv")
        let list = unsafe settings.map { unsafe cw_setting(key: arena.text($0.0), value: arena.text($0.1)) }
        unsafe query.settings = arena.array(list)
        unsafe query.setting_count = UInt64(settings.count)
        unsafe query.flags = CW_QUERY_ADJUSTED
        return try withExtendedLifetime(arena) { try unsafe Query(&query) }
    }

    func host() throws -> Host { try unsafe Host(table) }
}

/// The text of a C struct.
func string(_ text: cw_text) -> String {
    guard let bytes = unsafe text.bytes else { return "" }
    // `length` bytes lie there.
    return unsafe String(
        decoding: UnsafeRawBufferPointer(start: bytes, count: Int(text.length)), as: UTF8.self)
}

/// The numbers of a cw_decoded.
struct Outcome: Equatable {
    var rows: Int
    var rejects: Int
    var consumed: Int
    var isFull: Bool
}

/// Columns for trades with guard values behind the capacity, and rejects.
@safe final class CTrades {
    let capacity: Int
    private let memory: UnsafeMutableRawPointer
    private var offset = 0
    private let bytes = 1 << 16
    let columns: UnsafeMutablePointer<cw_trades>
    let rejects: UnsafeMutablePointer<cw_rejects>

    /// With `wanted` false every column but the price is null.
    init(capacity: Int, rejectCapacity: Int, wanted: Bool = true) {
        self.capacity = capacity
        // Everything below lies in this block, and is freed with it.
        unsafe memory = .allocate(byteCount: bytes, alignment: 16)
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0xA5, count: bytes)
        unsafe columns = .allocate(capacity: 1)
        unsafe columns.initialize(to: cw_trades())
        unsafe columns.pointee.size = UInt32(MemoryLayout<cw_trades>.size)
        unsafe rejects = .allocate(capacity: 1)
        unsafe rejects.initialize(to: cw_rejects())
        unsafe rejects.pointee.size = UInt32(MemoryLayout<cw_rejects>.size)
        unsafe rejects.pointee.capacity = UInt64(rejectCapacity)
        unsafe columns.pointee.price = column(capacity)
        if wanted {
            unsafe columns.pointee.time = column(capacity)
            unsafe columns.pointee.volume = column(capacity)
            unsafe columns.pointee.side = column(capacity)
            unsafe columns.pointee.trade_id = column(capacity)
            unsafe columns.pointee.symbol = column(capacity)
            unsafe columns.pointee.flags = column(capacity)
            unsafe columns.pointee.row = column(capacity)
            unsafe columns.pointee.position = column(capacity)
        }
        unsafe rejects.pointee.row = column(rejectCapacity)
        unsafe rejects.pointee.position = column(rejectCapacity)
        unsafe rejects.pointee.code = column(rejectCapacity)
        unsafe rejects.pointee.reason = column(rejectCapacity)
        unsafe rejects.pointee.raw = column(rejectCapacity)
    }

    deinit {
        unsafe columns.deallocate()
        unsafe rejects.deallocate()
        unsafe memory.deallocate()
    }

    /// A column, and 64 bytes behind it that nobody may touch.
    private func column<Value>(_ count: Int) -> UnsafeMutablePointer<Value> {
        defer {
            offset += count * MemoryLayout<Value>.stride
            guards.append(offset..<(offset + 64))
            offset = (offset + 64 + 15) / 16 * 16
        }
        // Far inside of the block in these tests.
        return unsafe (memory + offset).assumingMemoryBound(to: Value.self)
    }

    private var guards: [Range<Int>] = []

    /// Whether nothing was written behind a column.
    var isGuardIntact: Bool {
        // The ranges lie in the block.
        guards.allSatisfy { $0.allSatisfy { unsafe memory.load(fromByteOffset: $0, as: UInt8.self) == 0xA5 } }
    }

    /// Decodes a piece through a session's C form.
    func decode(
        _ session: SessionBox, _ text: String, isLast: Bool = true, position: UInt64 = 0, size: Int? = nil
    ) throws(AdapterFailure) -> Outcome {
        var decoded = unsafe cw_decoded()
        unsafe decoded.size = UInt32(size ?? MemoryLayout<cw_decoded>.size)
        var batch = unsafe cw_batch()
        unsafe batch.size = UInt32(MemoryLayout<cw_batch>.size)
        unsafe batch.kind = CW_KIND_TRADES
        unsafe batch.capacity = UInt64(capacity)
        unsafe batch.trades = unsafe UnsafePointer(columns)
        unsafe batch.rejects = unsafe UnsafePointer(rejects)
        let bytes = Array(text.utf8)
        // All of it lives during the call; of the result only what the session owns is read afterwards.
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(AdapterFailure) in
            var input = unsafe cw_input()
            unsafe input.size = UInt32(MemoryLayout<cw_input>.size)
            unsafe input.flags = isLast ? CW_INPUT_LAST : 0
            unsafe input.bytes = bytes.baseAddress
            unsafe input.length = UInt64(bytes.count)
            unsafe input.position = position
            try unsafe session.decode(&input, &batch, &decoded)
        }
        return unsafe Outcome(
            rows: Int(decoded.rows), rejects: Int(decoded.rejects), consumed: Int(decoded.consumed),
            isFull: decoded.flags & CW_DECODED_FULL != 0)
    }
}
