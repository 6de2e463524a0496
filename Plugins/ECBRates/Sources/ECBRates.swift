import AdapterKit

/// The euro foreign exchange reference rates of the European Central Bank: units of a currency per euro, one a working
/// day.
///
/// https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
enum ECBRates: Adapter {
    typealias Session = RateSession

    static let descriptor: Descriptor = {
        var descriptor = Descriptor(
            id: "ecb-rates", name: "ECB euro reference rates", version: "1.0.0", licence: "Apache-2.0",
            kinds: [.candles, .instruments], transports: [.http], intervals: [Nanoseconds.day])
        descriptor.hosts = ["www.ecb.europa.eu"]
        return descriptor
    }()
}

/// The entry line.
@c @implementation public func candlewick_adapter_main() -> UnsafeRawPointer! {
    // The registration is AdapterKit's own object.
    unsafe adapterEntry(ECBRates.self)
}
