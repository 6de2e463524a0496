/// When an interval without trades is held to be impossible.
public struct EvidenceSettings: Hashable, Sendable {
    /// How improbable it must be, by Poisson: exp(-lambda) below this.
    public var threshold: Double
    /// Intervals on each side that are looked at.
    public var neighbours: Int
    /// A side of which fewer intervals are known says nothing; and where just one side speaks, it says nothing of a run of
    /// more empty intervals than that: a pair that is listed, or delisted, in the middle of what was asserted looks like it.
    public var fewestNeighbours: Int
    /// Lambda is this quantile of the trade counts of a side. A quarter, not the median: trades come in bursts, and a market
    /// in which a quarter of the intervals is nearly empty has really empty ones, too. (Kraken's HONEY/USD of 2024-08-21 02:15 has a
    /// median of 25 trades on both sides, a lower quartile of 8, and no trades.)
    public var quantile: Double

    /// Settings with all their parts. Traps unless there is a side to look at, and the quantile lies in 0...1.
    public init(
        threshold: Double = 1e-9, neighbours: Int = 24, fewestNeighbours: Int = 12, quantile: Double = 0.25
    ) {
        precondition((1...neighbours).contains(fewestNeighbours), "a side needs between one and all of its neighbours")
        precondition((0...1).contains(quantile), "a quantile lies between 0 and 1")
        (self.threshold, self.quantile) = (threshold, quantile)
        (self.neighbours, self.fewestNeighbours) = (neighbours, fewestNeighbours)
    }
}
