package import MarketData

extension Interval {
    /// For machines: 60, or 0.5 for half a minute.
    package var inMinutes: Double { Double(nanoseconds) / 6e10 }
}
