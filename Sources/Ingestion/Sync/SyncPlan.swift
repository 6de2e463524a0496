import Coverage
public import MarketData
public import Storage

/// What a sync would ask of sources, history by history.
public struct SyncPlan: Sendable {
    /// One history of which something is missing.
    public struct Line: Sendable {
        /// Which, and what is known of it.
        public var surveyed: SurveyedLine
        /// What is asked for, and what cannot be.
        public var plan: HistoryPlan
    }

    /// Histories of which something is missing, in the order of the survey.
    public private(set) var lines: [Line] = []
    /// Histories that were looked at.
    public private(set) var surveyed = 0
    /// Assets that they are of.
    public private(set) var assets: Set<String> = []

    /// Works out what is missing and who can give it.
    ///
    /// - Parameter tradesPerCandle: how many trades a candle of a history has, nil where nobody knows; asked only where
    ///   candles could be made from trades.
    public init(
        _ spec: SyncSpec, _ survey: HistorySurvey, tradesPerCandle: (HistoryLine) throws(StorageError) -> Double?
    ) throws(StorageError) {
        let options = PlanningOptions(allowsTrades: spec.allowsTrades, overlaps: spec.overlaps)
        var planners = Planners(options: options, until: survey.now)
        var lines: [Line] = []
        var surveyed = 0
        var assets: Set<String> = []
        try survey.each(spec.scope) { line in
            surveyed += 1
            assets.insert(line.asset.ticker)
            guard let wanted = Self.wanted(line, spec) else { return }
            let line = line.doubting()
            let plan = planners.plan(line, wanted).withoutDoubts(line)
            if !plan.isEmpty || !plan.unplanned.isEmpty { lines.append(Line(surveyed: line, plan: plan)) }
        }
        (self.surveyed, self.assets) = (surveyed, assets)
        for index in lines.indices where lines[index].usesTrades {
            guard let trades = try tradesPerCandle(lines[index].surveyed.line) else { continue }
            for place in lines[index].surveyed.outlooks.indices {
                if case .trades = lines[index].surveyed.outlooks[place].route {
                    lines[index].surveyed.outlooks[place].route = .trades(tradesPerCandle: trades)
                }
            }
            guard let wanted = Self.wanted(lines[index].surveyed, spec) else { continue }
            lines[index].plan = planners.plan(lines[index].surveyed, wanted).withoutDoubts(lines[index].surveyed)
        }
        self.lines = lines
    }

    /// Requests of all parts whose number can be estimated.
    public var requests: Int { lines.reduce(0) { $0 + $1.plan.requests } }

    /// Histories of which nobody knows how many requests they take.
    public var historiesOfUnknownCost: Int { lines.count { $0.plan.parts.contains { $0.requests == nil } } }

    /// Seconds that the slowest source needs; sources are asked side by side.
    public var seconds: Double {
        var bySource: [String: Double] = [:]
        for line in lines {
            for part in line.plan.parts {
                bySource[line.surveyed.outlooks[part.sources[0]].source, default: 0] += part.seconds ?? 0
            }
        }
        return bySource.values.max() ?? 0
    }

    /// Parts that are asked for: the newest first where only so many of an asset are wanted.
    func orders(_ spec: SyncSpec) -> [LoadOrder] {
        var orders: [LoadOrder] = []
        for line in lines {
            for part in line.plan.parts {
                let sources = part.sources.map { line.surveyed.outlooks[$0].source }
                orders.append(
                    LoadOrder(
                        line.surveyed.line, part.range, category: line.surveyed.asset.category, sources: sources,
                        isByTrades: part.route == .trades, gapClass: part.gapClass(line), candles: part.candles))
            }
        }
        guard let most = spec.gapsPerAsset else { return orders }
        return Dictionary(grouping: orders, by: \.line.instrument.base).sorted { $0.key < $1.key }.flatMap { _, all in
            all.sorted { ($0.range?.start ?? .earliest) > ($1.range?.start ?? .earliest) }.prefix(most)
        }
    }

    /// What is wanted of a history.
    private static func wanted(_ line: SurveyedLine, _ spec: SyncSpec) -> TimeRange? {
        guard spec.mode == .incremental, let newest = line.covered.ranges.last?.end else { return line.wanted }
        return TimeRange(max(newest, line.wanted.start), line.wanted.end)
    }
}

extension SyncPlan.Line {
    fileprivate var usesTrades: Bool { !plan.offered.isEmpty || plan.parts.contains { $0.route == .trades } }
}

extension HistoryPlan {
    /// Without what is asserted, cannot be believed, and can be asked of nobody else: it is said as suspect, and not as
    /// missing.
    fileprivate func withoutDoubts(_ line: SurveyedLine) -> HistoryPlan {
        if line.suspects.isEmpty { return self }
        let doubts = RangeSet(line.suspects.map(\.range))
        return HistoryPlan(
            line: self.line, parts: parts, offered: offered.filter { !doubts.holds($0.range) },
            unplanned: unplanned.filter { !doubts.holds($0.range) })
    }
}

extension HistoryPlan.Part {
    /// Why it is missing: a source can be asked, or gave up before.
    fileprivate func gapClass(_ line: SyncPlan.Line) -> String {
        if RangeSet(line.surveyed.suspects.map(\.range)).holds(range) { return GapClass.suspect.rawValue }
        let first = line.surveyed.outlooks[sources[0]]
        let hasFailed = first.failures.contains { $0.range.overlaps(range) }
        return (route == .trades ? GapClass.sourceLimit : hasFailed ? .failed : .fillable).rawValue
    }
}

/// A planner for each kind of history and market.
private struct Planners {
    private struct Key: Hashable {
        var kind: SeriesKind
        var calendar: TradingCalendar
    }

    private var planners: [Key: HistoryPlanner] = [:]
    private var hours: MarketHours
    private let options: PlanningOptions

    init(options: PlanningOptions, until end: Timestamp) {
        (self.options, hours) = (options, MarketHours(until: end))
    }

    mutating func plan(_ line: SurveyedLine, _ wanted: TimeRange) -> HistoryPlan {
        let key = Key(kind: line.line.kind, calendar: line.calendar)
        var planner =
            planners.removeValue(forKey: key)
            ?? HistoryPlanner(line.line.kind, open: hours.open(line.line.kind, line.calendar), options: options)
        defer { planners[key] = planner }
        return planner.plan(line.line, wanted: wanted, line.outlooks)
    }
}
