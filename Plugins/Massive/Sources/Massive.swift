import AdapterKit

/// Massive (Polygon.io until 2025-10-30): aggregates, trades and tickers over REST. https://massive.com/docs/rest
enum Massive: Adapter {
    typealias Session = MassiveSession

    /// Candle lengths in minutes that Massive has and that open where the hub's do. Its weeks open on a Sunday, the
    /// hub's on a Thursday: they are not the same candles.
    static let minutes: [Int64] = [1, 5, 15, 30, 60, 240, 720, 1440]
    /// What `limit` may be, and how many minutes or days a request asks for: `limit` counts those, not rows.
    static let mostBars: Int64 = 50_000
    /// Hosts that a link to a next page may name: the second is what the first was called before.
    static let hosts = ["api.massive.com", "api.polygon.io"]

    static let descriptor = {
        var descriptor = Descriptor(
            id: "massive", name: "Massive", version: "1.0.0", licence: "Apache-2.0",
            kinds: [.candles, .trades, .instruments], transports: [.http],
            intervals: minutes.map { $0 * Nanoseconds.minute })
        descriptor.hosts = hosts
        descriptor.credentials = ["massive"]
        descriptor.rowsPerReply = mostBars
        descriptor.requestsPerMinute = 5
        descriptor.dayZone = "America/New_York"
        return descriptor
    }()

    /// A request with the key in its header, never in its address.
    static func request(_ address: String, isImmutable: Bool) -> Request {
        var request = Request.http(
            address, headers: [RequestHeader("Authorization", "Bearer ", credential: "massive")],
            contentType: "application/json")
        request.isImmutable = isImmutable
        return request
    }
}

/// The entry line.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    // The registration is AdapterKit's own object.
    unsafe adapterEntry(Massive.self)
}
