/// What is traded against what: one unit of base costs so much quote. Names are the hub's: BTC, USD.
public struct Instrument: Hashable, Sendable {
    /// The asset that is bought or sold.
    public let base: String
    /// The currency of its price.
    public let quote: String

    /// Base against quote.
    public init(base: String, quote: String) { (self.base, self.quote) = (base, quote) }
}

extension Instrument: CustomStringConvertible {
    /// `BTC/USD`.
    public var description: String { "\(base)/\(quote)" }
}

/// What a series is made of.
public enum SeriesKind: Hashable, Sendable {
    /// Candles of one length.
    case candles(Interval)
    /// Single trades.
    case trades

    /// The interval, nil for trades.
    public var interval: Interval? {
        if case .candles(let interval) = self { interval } else { nil }
    }
}

/// One line of history: an instrument, candles of one interval or trades, from one source.
public struct Series: Hashable, Sendable {
    /// What is traded.
    public let instrument: Instrument
    /// Candles of an interval, or trades.
    public let kind: SeriesKind
    /// The adapter's id, or `derived` for what the hub computed.
    public let source: String

    /// The series of an instrument, a kind and a source.
    public init(_ instrument: Instrument, _ kind: SeriesKind, source: String) {
        (self.instrument, self.kind, self.source) = (instrument, kind, source)
    }

    /// The source of what the hub computed from other rows.
    public static let derivedSource = "derived"
}

extension Series: CustomStringConvertible {
    /// `BTC/USD 1h (kraken-csv)`.
    public var description: String {
        "\(instrument) \(kind.interval.map(\.description) ?? "trades") (\(source))"
    }
}
