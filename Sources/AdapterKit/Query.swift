import CAdapterABI

/// What a session is to deliver.
public struct Query: Sendable {
    /// What data.
    public var kind: Kind
    /// Candle length in nanoseconds; 0 unless candles.
    public var interval: Int64
    /// First instant that is wanted, nanoseconds UTC; `Int64.min`: from the beginning.
    public var start: Int64
    /// First instant that is not wanted any more; `Int64.max`: to the newest.
    public var end: Int64
    /// The host's clock when the session began; an adapter has no other.
    public var now: Int64
    /// The source's own name; empty: make it from `base` and `quote`.
    public var symbol: String
    /// The hub's name of the base asset: BTC, AAPL.
    public var base: String
    /// The hub's name of the quote asset.
    public var quote: String
    /// STOCK, CRYPTO, COMMODITY, CURRENCY or empty.
    public var category: String
    /// For a session on a file: its name as `identify` was given it.
    public var fileName: String
    /// What the last `Decoded` of an earlier session said, or empty.
    public var resumeToken: String
    /// The adapter's own settings from adapters.conf.
    public var settings: [String: String]
    /// All symbols in one reply; `symbol` is empty and the columns name each row's.
    public var wantsAllSymbols: Bool
    /// Prices adjusted for splits, where the source offers both.
    public var wantsAdjusted: Bool

    /// Copies the host's query. Throws `invalidQuery` for an unknown kind, `internal` for a struct that is
    /// smaller than version 1.0's.
    package init(_ query: UnsafePointer<cw_query>) throws(AdapterFailure) {
        // The host's struct is valid during `begin`, in which this is called.
        let query = unsafe query.pointee
        guard unsafe query.size >= UInt32.size(of: cw_query.self) else {
            throw .smallStruct("cw_query")
        }
        guard let kind = unsafe Kind(rawValue: query.kind) else {
            throw unsafe AdapterFailure(.invalidQuery, "kind \(query.kind) is none that this adapter's ABI knows")
        }
        self.kind = kind
        interval = unsafe query.interval
        start = unsafe query.start
        end = unsafe query.end
        now = unsafe query.now
        symbol = unsafe String(query.symbol)
        base = unsafe String(query.base)
        quote = unsafe String(query.quote)
        category = unsafe String(query.category)
        fileName = unsafe String(query.file_name)
        resumeToken = unsafe String(query.resume_token)
        settings = [:]
        if let list = unsafe query.settings {
            // The ABI: `setting_count` of them.
            for index in 0..<(unsafe Int(query.setting_count)) {
                settings[unsafe String(list[index].key)] = unsafe String(list[index].value)
            }
        }
        wantsAllSymbols = unsafe query.flags & CW_QUERY_ALL_SYMBOLS != 0
        wantsAdjusted = unsafe query.flags & CW_QUERY_ADJUSTED != 0
    }
}

extension AdapterFailure {
    /// The other side was compiled with less than version 1.0 has.
    static func smallStruct(_ name: String) -> AdapterFailure {
        AdapterFailure(
            .internal, "the host's \(name) is smaller than that of ABI version 1.0; check how it sets `size`")
    }
}
