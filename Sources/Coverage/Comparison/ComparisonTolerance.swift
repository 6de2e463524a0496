/// How far two sources' candles may be apart and still be called the same; relative to the larger of two values.
public struct ComparisonTolerance: Hashable, Sendable {
    /// For open, high, low and close.
    public var price: Double
    /// For the volume.
    public var volume: Double

    /// A tolerance for prices and one for volumes.
    public init(price: Double = 1e-9, volume: Double = 1e-6) { (self.price, self.volume) = (price, volume) }
}
