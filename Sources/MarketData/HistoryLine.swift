/// What a user thinks of as one history: an instrument's candles of an interval, or its trades, whichever sources gave
/// them. A `Series` is the part of it that one source gave.
public struct HistoryLine: Hashable, Sendable {
    /// What is traded.
    public let instrument: Instrument
    /// Candles of an interval, or trades.
    public let kind: SeriesKind

    /// The history of an instrument.
    public init(_ instrument: Instrument, _ kind: SeriesKind) { (self.instrument, self.kind) = (instrument, kind) }

    /// What a source gives of it.
    public func series(of source: String) -> Series { Series(instrument, kind, source: source) }
}

extension Series {
    /// The history that it is a part of.
    public var line: HistoryLine { HistoryLine(instrument, kind) }
}

extension HistoryLine: CustomStringConvertible {
    /// `BTC/USD 1h`, `BTC/USD trades`.
    public var description: String { "\(instrument) \(kind.interval.map(\.description) ?? "trades")" }
}
