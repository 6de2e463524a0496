public import MarketData

/// How complete the history in a store is. The sums are made from the lines here, so they cannot disagree with them.
public struct HistoryReport: Hashable, Sendable {
    /// What the report is about.
    public struct Scope: Hashable, Sendable {
        /// When it was made.
        public var madeAt: Timestamp
        /// The store, without secrets: `sqlite:candlewick.db`.
        public var store: String
        /// The hub's version.
        public var hubVersion: String
        /// The range that is wanted of every line.
        public var wanted: TimeRange
        /// The tiers that were asked for, all when empty.
        public var tiers: [Tier]
        /// The intervals that were asked for, all when empty.
        public var intervals: [Interval]
        /// An asset whose newest moment lies more hours back is stale.
        public var staleAfterHours: Int

        /// A scope with all its parts.
        public init(
            madeAt: Timestamp, store: String, hubVersion: String, wanted: TimeRange, tiers: [Tier] = [],
            intervals: [Interval] = [], staleAfterHours: Int = 24
        ) {
            self.madeAt = madeAt
            self.store = store
            self.hubVersion = hubVersion
            self.wanted = wanted
            self.tiers = tiers
            self.intervals = intervals
            self.staleAfterHours = staleAfterHours
        }
    }

    /// What the report is about.
    public let scope: Scope
    /// Every history, by tier, asset, quote and interval.
    public let lines: [ReportLine]
    /// The largest gaps and the largest suspect stretches, among each other largest first.
    public let gaps: [ReportGap]
    /// What to do, most useful first.
    public private(set) var next: [NextStep]
    /// Over all lines.
    public let total: Completeness
    /// By tier, those that have lines.
    public let tiers: [TierCompleteness]
    /// By tier, asset and quote.
    public let assets: [AssetCompleteness]
    /// By interval, trades last.
    public let intervals: [IntervalCompleteness]

    /// The report over lines and gaps in any order.
    ///
    /// - Parameter told: how many gaps are told one by one, and how many suspect stretches; the smaller ones are left out and
    ///   counted.
    /// - Parameter next: what to do; what follows from the sums and gaps when nil.
    public init(
        _ scope: Scope, lines: [ReportLine], gaps: [ReportGap], told: Int = 500, next: [NextStep]? = nil
    ) {
        self.scope = scope
        self.gaps = Self.largest(told, of: gaps)
        self.next = next ?? []
        // Strings are compared once an asset and not once a comparison of lines.
        let places = Self.places(of: lines)
        let order = lines.indices.sorted {
            let (left, right) = (places[$0], places[$1])
            return left != right ? left < right : lines[$0].line.kind.precedes(lines[$1].line.kind)
        }
        let sorted = order.map { lines[$0] }
        self.lines = sorted
        total = Completeness(of: sorted)
        tiers = Tier.allCases.compactMap { tier in
            let sum = Completeness(of: sorted.lazy.filter { $0.tier == tier })
            return sum.lines > 0 ? TierCompleteness(tier: tier, completeness: sum) : nil
        }
        assets = Self.assets(of: sorted)
        var kinds: [SeriesKind: Completeness] = [:]
        for line in sorted { kinds[line.line.kind, default: Completeness()].add(line) }
        intervals = kinds.sorted { $0.key.precedes($1.key) }.map {
            IntervalCompleteness(kind: $0.key, completeness: $0.value)
        }
        if next == nil { self.next = derivedSteps }
    }

    /// So many gaps and so many suspect stretches: neither takes the other's places.
    private static func largest(_ count: Int, of gaps: [ReportGap]) -> [ReportGap] {
        var room = (gaps: count, suspects: count)
        return gaps.sorted { $0.precedes($1) }.filter { gap in
            if gap.state.isGap { room.gaps -= 1 } else { room.suspects -= 1 }
            return (gap.state.isGap ? room.gaps : room.suspects) >= 0
        }
    }

    /// Gaps that are not told one by one.
    public var untoldGaps: Int { max(0, total.gaps - gaps.count { $0.state.isGap }) }

    /// Assets whose newest moment lies more than the scope's hours back, or that have nothing; the stalest first.
    public var stale: [AssetCompleteness] {
        assets.filter { ($0.hoursBehind ?? .max) > scope.staleAfterHours }
            .enumerated()
            .sorted { ($1.element.hoursBehind ?? .max, $0.offset) < ($0.element.hoursBehind ?? .max, $1.offset) }
            .map(\.element)
    }

    private struct Place: Hashable {
        let tier: Tier
        let instrument: Instrument
    }

    /// For every line the rank of its tier and instrument.
    private static func places(of lines: [ReportLine]) -> [Int] {
        let tiers = Dictionary(uniqueKeysWithValues: Tier.allCases.enumerated().map { ($1, $0) })
        let keys = lines.map { Place(tier: $0.tier, instrument: $0.line.instrument) }
        let ranked = Set(keys).sorted {
            $0.tier != $1.tier
                ? tiers[$0.tier, default: 0] < tiers[$1.tier, default: 0] : $0.instrument.precedes($1.instrument)
        }
        let ranks = Dictionary(uniqueKeysWithValues: ranked.enumerated().map { ($1, $0) })
        return keys.map { ranks[$0, default: 0] }
    }

    /// The sums of each run of lines of one tier and instrument.
    private static func assets(of sorted: [ReportLine]) -> [AssetCompleteness] {
        var assets: [AssetCompleteness] = []
        var start = 0
        while start < sorted.count {
            let first = sorted[start]
            let rest = sorted[start...]
            let end =
                rest.firstIndex { $0.tier != first.tier || $0.line.instrument != first.line.instrument } ?? sorted.count
            let lines = sorted[start..<end]
            assets.append(
                AssetCompleteness(
                    instrument: first.line.instrument, tier: first.tier, completeness: Completeness(of: lines),
                    hoursBehind: lines.compactMap(\.hoursBehind).min(), newest: lines.compactMap(\.newest).max(),
                    lines: start..<end))
            start = end
        }
        return assets
    }
}
