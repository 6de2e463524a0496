public import MarketData

/// A stretch of a history that no source has asserted.
public struct LineGap: Hashable, Sendable {
    /// From the first missing candle to the end of the last.
    public let range: TimeRange
    /// Candles missing, of those that can exist; 0 for trades.
    public let candles: Int
    private let place: Int32
    /// Why.
    public let gapClass: GapClass

    /// A gap with all its parts; `source` is a place in the list of sources.
    public init(_ range: TimeRange, _ gapClass: GapClass, candles: Int, source: Int?) {
        (self.range, self.gapClass, self.candles) = (range, gapClass, candles)
        // Sources are few.
        place = Int32(source ?? -1)
    }

    /// The place, in the list of sources given, of the one that decided the class at the gap's start: who could give
    /// it, gave it up, refused it, or reaches nearest by its rank; nil for none.
    public var source: Int? { place < 0 ? nil : Int(place) }
}
