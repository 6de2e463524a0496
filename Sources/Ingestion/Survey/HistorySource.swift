public import AdapterHost
import Coverage
import MarketData

/// A source that histories can come from, and how the user wants it to be asked.
public struct HistorySource: Sendable {
    /// What it is.
    public let manifest: AdapterManifest
    /// Who is asked first of several that can help: the larger.
    public let priority: Int
    /// Why it cannot be asked now: `MASSIVE_API_KEY is not set`; nil where it can.
    public let obstacle: String?
    /// Requests a second that are allowed; 0 for no limit.
    public let rate: Double

    /// A source.
    public init(_ manifest: AdapterManifest, priority: Int, obstacle: String?, rate: Double) {
        (self.manifest, self.priority, self.obstacle, self.rate) = (manifest, priority, obstacle, rate)
    }

    /// The adapter's id.
    public var id: String { manifest.id }

    /// Whether its bytes are files, and it cannot be asked.
    public var isFile: Bool { !manifest.descriptor.transports.contains(.http) }

    /// What it can do about a history at this moment: as it is, and by its trades where these reach further.
    func outlooks(
        of line: HistoryLine, category: AssetCategory?, _ known: KnownOfSource, now: Timestamp
    ) -> [SourceOutlook] {
        var outlook = SourceOutlook(
            id, priority: priority, isFile: isFile, obstacle: obstacle, covered: known.covered, limited: known.limited,
            failures: known.failures, rowsPerRequest: Int(clamping: manifest.descriptor.limits.rowsPerReply),
            requestsPerSecond: rate)
        let serves = serves(line.kind) && serves(category)
        outlook.reach = serves ? reach(line.kind, now) : nil
        guard serves, isFurtherByTrades(line.kind), let byTrades = reach(.trades, now) else { return [outlook] }
        let trades = SourceOutlook(
            id, priority: priority, reach: byTrades, obstacle: obstacle, failures: known.tradeFailures,
            rowsPerRequest: outlook.rowsPerRequest, requestsPerSecond: rate,
            route: .trades(tradesPerCandle: known.tradesPerCandle))
        return [outlook, trades]
    }

    private func serves(_ kind: SeriesKind) -> Bool {
        switch kind {
        case .trades: manifest.descriptor.kinds.contains(.trades)
        case .candles(let interval):
            manifest.descriptor.kinds.contains(.candles) && manifest.descriptor.intervals.contains(interval)
        }
    }

    private func serves(_ category: AssetCategory?) -> Bool {
        guard let categories = manifest.reach.categories else { return true }
        // What nobody has said to be something else is crypto, as in the tiers' lists.
        return categories.contains(category ?? .crypto)
    }

    /// Whether candles that cannot be had as such can be made from trades.
    private func isFurtherByTrades(_ kind: SeriesKind) -> Bool {
        let limits = manifest.descriptor.limits
        return kind != .trades && !isFile && manifest.descriptor.kinds.contains(.trades)
            && (limits.reachRows > 0 || limits.reachTime > 0)
    }

    /// From when to when; of a file, which nobody can ask, a moment that holds nothing.
    private func reach(_ kind: SeriesKind, _ now: Timestamp) -> TimeRange? {
        if isFile { return TimeRange(Timestamp(nanoseconds: 0), Timestamp(nanoseconds: 1)) }
        let limits = manifest.descriptor.limits
        var start = Timestamp(nanoseconds: 0)
        let end = kind.interval.map { Timestamp(nanoseconds: $0.floor(now.nanoseconds)) } ?? now
        if let interval = kind.interval, limits.reachRows > 0 {
            let (length, overflow) = interval.nanoseconds.multipliedReportingOverflow(by: limits.reachRows)
            if !overflow { start = max(start, Timestamp(nanoseconds: end.nanoseconds - length)) }
        }
        if kind != .trades, limits.reachTime > 0 {
            start = max(start, Timestamp(nanoseconds: now.nanoseconds - limits.reachTime))
        }
        return TimeRange(start, end)
    }
}

/// What the ledger has of one source for one history.
struct KnownOfSource: Sendable {
    var covered = RangeSet()
    var limited = RangeSet()
    var failures: [SourceOutlook.Failure] = []
    /// Failures of its trades of the same instrument.
    var tradeFailures: [SourceOutlook.Failure] = []
    /// Trades in a candle on average, nil where nobody knows.
    var tradesPerCandle: Double?
}
