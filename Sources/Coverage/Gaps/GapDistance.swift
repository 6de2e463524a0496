public import MarketData

/// How far back a gap begins, in candles.
public struct GapDistance: Hashable, Sendable {
    /// Candles that can exist from the gap's start until now.
    public let candlesFromToday: Int
    /// By how many of them the gap's start is beyond the farthest reach of a source that can be asked over the network;
    /// 0 where it is within, all of them where no such source serves the history.
    public let overflow: Int
}

extension GapFinder {
    /// How far back a gap of this finder begins; nothing but zeros for trades, and for a gap that begins after `now`.
    public func distance(of gap: LineGap, _ outlooks: [SourceOutlook], now: Timestamp) -> GapDistance {
        let farthest = outlooks.filter { !$0.isFile && $0.givesCandles }.compactMap { $0.reach?.start }.min()
        return GapDistance(
            candlesFromToday: count(gap.range.start, now),
            overflow: count(gap.range.start, min(now, farthest ?? now)))
    }

    private func count(_ start: Timestamp, _ end: Timestamp) -> Int {
        guard let range = TimeRange(start, end), let slots = sweep.grid.opening(in: range) else { return 0 }
        return sweep.count(slots)
    }
}
