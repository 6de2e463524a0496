package import CAdapterABI
package import MarketData

/// A query as the C side reads it, during `begin` only.
@safe package struct ForeignQuery {
    private let query: SessionQuery
    private let now: Timestamp
    private let settings: [(key: String, value: String)]
    private let texts: TextArena

    // Where each text lies in the arena; the settings follow, key and value.
    private enum Place { static let (symbol, base, quote, category, file, token, settings) = (0, 1, 2, 3, 4, 5, 6) }

    package init(_ query: SessionQuery, settings: [String: String], now: Timestamp) {
        self.query = query
        self.now = now
        let settings = settings.merging(query.settings) { _, own in own }.sorted { $0.key < $1.key }
        self.settings = settings.map { ($0.key, $0.value) }
        texts = TextArena(
            [
                Array(query.symbol.utf8), Array(query.base.utf8), Array(query.quote.utf8),
                Array((query.category?.rawValue ?? "").utf8), Array(query.fileName.utf8), query.resumeToken,
            ] + settings.flatMap { [Array($0.key.utf8), Array($0.value.utf8)] })
    }

    /// The ABI's bit of the kind of rows.
    package var kindBits: Int32 { Int32(bitPattern: query.kind.bits.rawValue) }

    /// The query, valid during the closure.
    package func withQuery(_ use: (UnsafePointer<cw_query>) -> cw_status) -> cw_status {
        let list = unsafe settings.indices.map { index in
            unsafe cw_setting(key: texts[Place.settings + 2 * index], value: texts[Place.settings + 2 * index + 1])
        }
        var flags: UInt32 = 0
        if query.allSymbols { flags |= CW_QUERY_ALL_SYMBOLS }
        if query.adjusted { flags |= CW_QUERY_ADJUSTED }
        // The texts live in the arena, the settings in the array; both outlive the closure.
        return withExtendedLifetime(texts) {
            unsafe list.withUnsafeBufferPointer { settings in
                let raw = unsafe cw_query(
                    size: UInt32(MemoryLayout<cw_query>.size), kind: Int32(bitPattern: query.kind.bits.rawValue),
                    interval: query.kind.interval?.nanoseconds ?? 0, start: query.range.start.nanoseconds,
                    end: query.range.end.nanoseconds, now: now.nanoseconds, symbol: texts[Place.symbol],
                    base: texts[Place.base], quote: texts[Place.quote], category: texts[Place.category],
                    file_name: texts[Place.file], resume_token: texts[Place.token], settings: settings.baseAddress,
                    setting_count: UInt64(settings.count), flags: flags, reserved: 0)
                return unsafe withUnsafePointer(to: raw) { unsafe use($0) }
            }
        }
    }

    /// For a worker, which makes one of its own from it.
    func write(to writer: inout WireWriter) {
        writer.add(Int64(query.kind.bits.rawValue))
        writer.add(query.kind.interval?.nanoseconds ?? 0)
        for number in [query.range.start, query.range.end, now] { writer.add(number.nanoseconds) }
        for text in [query.symbol, query.base, query.quote, query.category?.rawValue ?? "", query.fileName] {
            writer.add(text)
        }
        writer.add(query.resumeToken)
        writer.add((query.allSymbols ? 1 : 0) + (query.adjusted ? 2 : 0))
        writer.add(settings.count)
        for setting in settings {
            writer.add(setting.key)
            writer.add(setting.value)
        }
    }

    /// What `write` wrote; nil where it is no query.
    package init?(_ reader: inout WireReader) throws(WireProblem) {
        let kind: SessionQuery.Kind
        let (bits, length) = (try reader.number(), try reader.number())
        switch DataKinds(rawValue: UInt32(truncatingIfNeeded: bits)) {
        case .candles:
            guard let interval = Interval(nanoseconds: length) else { return nil }
            kind = .candles(interval)
        case .trades: kind = .trades
        case .instruments: kind = .instruments
        default: return nil
        }
        let (start, end) = (try reader.number(), try reader.number())
        let now = try reader.number()
        guard let range = TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) else { return nil }
        var texts: [String] = []
        for _ in 0..<5 { texts.append(try reader.string()) }
        let token = try reader.bytes()
        let flags = try reader.number()
        var settings: [String: String] = [:]
        for _ in 0..<(try reader.count()) { settings[try reader.string()] = try reader.string() }
        let query = SessionQuery(
            kind, range: range, symbol: texts[0], base: texts[1], quote: texts[2],
            category: AssetCategory(rawValue: texts[3]), fileName: texts[4], resumeToken: token,
            allSymbols: flags & 1 != 0, adjusted: flags & 2 != 0)
        self.init(query, settings: settings, now: Timestamp(nanoseconds: now))
    }
}

extension SessionQuery.Kind {
    /// The ABI's bit.
    var bits: DataKinds {
        switch self {
        case .candles: .candles
        case .trades: .trades
        case .instruments: .instruments
        }
    }

    var interval: Interval? {
        if case .candles(let interval) = self { interval } else { nil }
    }
}
