import CAdapterABI
import MarketData

/// A query as the C side reads it, during `begin` only.
@safe struct ForeignQuery {
    private let query: SessionQuery
    private let now: Timestamp
    private let texts: TextArena
    private let settingCount: Int

    // Where each text lies in the arena; the settings follow, key and value.
    private enum Place { static let (symbol, base, quote, category, file, token, settings) = (0, 1, 2, 3, 4, 5, 6) }

    init(_ query: SessionQuery, settings: [String: String], now: Timestamp) {
        self.query = query
        self.now = now
        let settings = settings.merging(query.settings) { _, own in own }.sorted { $0.key < $1.key }
        settingCount = settings.count
        texts = TextArena(
            [
                Array(query.symbol.utf8), Array(query.base.utf8), Array(query.quote.utf8),
                Array((query.category?.rawValue ?? "").utf8), Array(query.fileName.utf8), query.resumeToken,
            ] + settings.flatMap { [Array($0.key.utf8), Array($0.value.utf8)] })
    }

    /// The query, valid during the closure.
    func withQuery(_ use: (UnsafePointer<cw_query>) -> cw_status) -> cw_status {
        let settings = unsafe (0..<settingCount).map { index in
            unsafe cw_setting(key: texts[Place.settings + 2 * index], value: texts[Place.settings + 2 * index + 1])
        }
        var flags: UInt32 = 0
        if query.allSymbols { flags |= CW_QUERY_ALL_SYMBOLS }
        if query.adjusted { flags |= CW_QUERY_ADJUSTED }
        // The texts live in the arena, the settings in the array; both outlive the closure.
        return withExtendedLifetime(texts) {
            unsafe settings.withUnsafeBufferPointer { settings in
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
