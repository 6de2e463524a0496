public import Coverage
public import MarketData

/// Makes plans of histories, one after the other: pure, from what is known of their sources.
///
/// Made for one kind of history and one market; its buffers are used again for every history.
///
/// What is planned is what is wanted and not asserted, in whole candles and open time, as far as a source can be asked
/// for it: it is ready, reaches all of it, has not said that it can never give it and not that it is not in the plan.
/// Sources are asked in the order of the preferred one, priority, fewest requests, id; one that gave up there comes last.
/// What no source can be asked for as it is goes by trades where that is allowed. A part ends where its sources change,
/// and may span closed time.
public struct HistoryPlanner: Sendable {
    /// What the user says.
    public let options: PlanningOptions
    private let kind: SeriesKind
    private var sweep: LineSweep

    /// A planner for histories of a kind.
    ///
    /// - Parameter open: the time in which candles can exist, nil for always.
    public init(_ kind: SeriesKind, open: RangeSet? = nil, options: PlanningOptions = PlanningOptions()) {
        (self.kind, self.options) = (kind, options)
        sweep = LineSweep(kind, open: open ?? RangeSet([.all]))
    }

    /// The plan of a history, which must be of the planner's kind.
    ///
    /// - Parameters:
    ///   - wanted: candles that begin before it or end behind it are not asked for.
    ///   - outlooks: all sources of the history; the plan names them by their places.
    public mutating func plan(
        _ line: HistoryLine, wanted: TimeRange, _ outlooks: [SourceOutlook]
    ) -> HistoryPlan {
        precondition(line.kind == kind, "a planner plans histories of its own kind")
        let choice = SourceOrder(outlooks, options)
        sweep.read(outlooks, wanted: wanted, tellsAsserted: options.overlaps)
        // Thousands of stretches share a choice: it is kept once, and not counted in and out with each of them.
        var choices: [PartChoice] = []
        var stretches: [(slots: Range<Int64>, choice: Int)] = []
        sweep.forEachStretch(options.overlaps ? .wanted : .missing, key: choice.choice) { slots, key in
            guard let key else { return }
            if choices.last != key { choices.append(key) }
            stretches.append((slots, choices.count - 1))
        }
        var (parts, offered) = ([HistoryPlan.Part](), [HistoryPlan.Part]())
        parts.reserveCapacity(stretches.count)
        for (slots, place) in stretches {
            let choice = choices[place]
            let part = part(slots, choice, outlooks)
            if choice.route == .candles || options.allowsTrades { parts.append(part) } else { offered.append(part) }
        }
        return HistoryPlan(
            line: line, parts: parts, offered: offered, unplanned: unplanned(choice))
    }

    private mutating func unplanned(_ order: SourceOrder) -> [LineGap] {
        var gaps: [LineGap] = []
        var stretches: [(slots: Range<Int64>, verdict: GapVerdict)] = []
        let allowsTrades = options.allowsTrades
        sweep.forEachStretch(.missing) { standings -> GapVerdict? in
            let choice = order.choice(standings)
            let isPlanned = choice.map { $0.route == .candles || allowsTrades } ?? false
            return isPlanned ? nil : GapVerdict(standings, rank: order.byCandles)
        } _: { slots, verdict in
            if let verdict { stretches.append((slots, verdict)) }
        }
        for (slots, verdict) in stretches {
            gaps.append(
                LineGap(
                    sweep.grid.time(of: slots), verdict.gapClass, candles: sweep.count(slots), source: verdict.source))
        }
        return gaps
    }

    private func part(
        _ slots: Range<Int64>, _ choice: PartChoice, _ outlooks: [SourceOutlook]
    ) -> HistoryPlan.Part {
        let candles = sweep.count(slots)
        let first = outlooks[choice.sources[0]]
        // How many trades a stretch of trades has nobody knows.
        let requests = kind == .trades ? nil : Self.requests(for: candles, of: first)
        let seconds = requests.map { first.requestsPerSecond > 0 ? Double($0) / first.requestsPerSecond : 0 }
        return HistoryPlan.Part(
            range: sweep.grid.time(of: slots), sources: choice.sources, route: choice.route, candles: candles,
            requests: requests, seconds: seconds)
    }

    private static func requests(for candles: Int, of source: SourceOutlook) -> Int? {
        switch source.route {
        case .candles:
            return source.rowsPerRequest == 0 ? 1 : max(1, divided(candles, by: source.rowsPerRequest))
        case .trades(nil): return nil
        case .trades(let tradesPerCandle?):
            let trades = (tradesPerCandle * Double(candles)).rounded(.up)
            // An estimate that no Int holds is none.
            guard let trades = Int(exactly: trades) else { return nil }
            return max(1, divided(trades, by: tradesPerPage))
        }
    }

    /// Trades in a reply of a source whose candles are made from its trades.
    static let tradesPerPage = 1000

    private static func divided(_ count: Int, by size: Int) -> Int { count / size + (count % size == 0 ? 0 : 1) }
}
