import AdapterKit

/// Finnhub: candles of stocks, crypto and currencies, and lists of symbols. https://finnhub.io/docs/api
enum Finnhub: Adapter {
    typealias Session = FinnhubSession

    /// Candle lengths in minutes that Finnhub has and that open where the hub's do. Its weeks and months are not the
    /// hub's.
    static let minutes: [Int64] = [1, 5, 15, 30, 60, 1440]

    static let descriptor = {
        var descriptor = Descriptor(
            id: "finnhub", name: "Finnhub", version: "1.0.0", licence: "Apache-2.0",
            kinds: [.candles, .instruments], transports: [.http], intervals: minutes.map { $0 * Nanoseconds.minute })
        descriptor.hosts = ["finnhub.io"]
        descriptor.credentials = ["finnhub"]
        descriptor.requestsPerMinute = 60
        return descriptor
    }()

    /// A request with the key in its header, never in its address.
    static func request(_ address: HTTPAddress, isImmutable: Bool) -> Request {
        var request = Request.http(
            address.text, headers: [RequestHeader("X-Finnhub-Token", "", credential: "finnhub")],
            contentType: "application/json")
        request.isImmutable = isImmutable
        return request
    }
}

/// The entry line.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    // The registration is AdapterKit's own object.
    unsafe adapterEntry(Finnhub.self)
}
