public import AdapterKit
import AdapterKitJSON

/// Candles of Example Source.
public enum Source: Adapter {
    /// Answers its queries.
    public typealias Session = SourceSession

    /// The candle lengths that it has, in minutes.
    static let minutes: [Int64] = [1, 5, 15, 60, 1440]

    /// adapter.toml says the same.
    public static let descriptor: Descriptor = {
        var descriptor = Descriptor(
            id: "example-source", name: "Example Source", version: "1.0.0", licence: "Apache-2.0", kinds: [.candles],
            transports: [.http], intervals: minutes.map { $0 * Nanoseconds.minute })
        descriptor.hosts = ["api.example.com"]
        descriptor.rowsPerReply = Candles.rowsPerReply
        descriptor.requestsPerMinute = 60
        return descriptor
    }()
}

/// Answers one query: a walk from request to request, which `JSONWalk` makes of what `Candles` knows.
public struct SourceSession: AdapterSession {
    private var walk: JSONWalk<Candles>

    /// Throws `invalidQuery` for what the source does not have.
    public init(query: Query, host: Host) throws(AdapterFailure) {
        guard query.kind == .candles, !query.wantsAllSymbols else {
            throw AdapterFailure(.invalidQuery, "Example Source gives candles, of one pair at a time")
        }
        let candles = try Candles(
            pair: query.symbol.isEmpty ? "\(query.base)-\(query.quote)" : query.symbol, interval: query.interval,
            from: query.start, to: query.end, now: query.now)
        walk = try JSONWalk(candles, token: query.resumeToken)
    }

    /// The next request.
    public mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }

    /// Decodes a reply when it is whole.
    public mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        try walk.decode(bytes, of: reply, into: &batch)
    }
}
