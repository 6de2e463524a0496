import Coverage
import Ingestion
import MarketData
import OutlookCases
import Testing

/// Plans against a look at every slot by itself.
@Suite struct HistoryPlannerPropertyTests {
    /// Who is asked for a slot, in order.
    private struct Asked: Equatable {
        var sources: [Int]
        var route: HistoryPlan.Part.Route
    }

    /// One made-up history with what the user says of plans.
    private struct Wish {
        var one: OutlookCase
        var options: PlanningOptions

        /// Who is asked for a slot if all that helps is allowed, nil for nobody.
        func asked(_ slot: Int64) -> Asked? {
            guard one.isWanted(slot), one.isOpen(slot), options.overlaps || !one.isAsserted(slot) else { return nil }
            let candles = order(one.places(givingCandles: true), slot)
            if !candles.isEmpty { return Asked(sources: candles, route: .candles) }
            let trades = order(one.places(givingCandles: false), slot)
            return trades.isEmpty || one.isAsserted(slot) ? nil : Asked(sources: trades, route: .trades)
        }

        private func order(_ places: [Int], _ slot: Int64) -> [Int] {
            var keyed: [(isLate: Int, isOther: Int, rank: Int, place: Int)] = []
            for (rank, place) in places.enumerated() {
                let standing = one.standing(place, slot, tellsAsserted: options.overlaps)
                guard standing == .ready || standing == .failed else { continue }
                let isPreferred = one.outlooks[place].source == options.preferredSource
                keyed.append((standing == .failed ? 1 : 0, isPreferred ? 0 : 1, rank, place))
            }
            return keyed.sorted { ($0.isLate, $0.isOther, $0.rank) < ($1.isLate, $1.isOther, $1.rank) }.map(\.place)
        }

        func isPlanned(_ asked: Asked?) -> Bool {
            asked.map { $0.route == .candles || options.allowsTrades } ?? false
        }
    }

    private static let line = HistoryLine(Instrument(base: "BTC", quote: "USD"), OutlookCase.kind)

    private static func holding(_ slot: Int64, _ parts: [HistoryPlan.Part]) -> [HistoryPlan.Part] {
        parts.filter { $0.range.overlaps(OutlookCase.time(slot)) }
    }

    @Test(arguments: 1...20)
    func plan_ofMadeUpHistories_agreesWithEverySlot(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
        for _ in 0..<250 {
            let one = OutlookCase(&random)
            let options = PlanningOptions(
                allowsTrades: Bool.random(using: &random),
                preferredSource: [nil, "a", "c", "nobody"].randomElement(using: &random) ?? nil,
                overlaps: Bool.random(using: &random))
            let wish = Wish(one: one, options: options)
            var planner = HistoryPlanner(OutlookCase.kind, open: one.open, options: options)
            // Another history before, because the buffers are used again.
            _ = planner.plan(Self.line, wanted: .all, [SourceOutlook("other", reach: .all, covered: one.open)])
            let plan = planner.plan(Self.line, wanted: one.wanted, one.outlooks)
            try checkSlots(plan, wish)
            for part in plan.parts + plan.offered { try check(part, wish) }
            try checkNeighbours(plan.parts, wish)
            try checkNeighbours(plan.offered, wish)
        }
    }

    /// Every slot is planned once, by the best; or offered and unplanned with its class; or needs nothing.
    private func checkSlots(_ plan: HistoryPlan, _ wish: Wish) throws {
        let one = wish.one
        for slot in OutlookCase.slots where one.isOpen(slot) {
            let asked = wish.asked(slot)
            let (parts, offers) = (Self.holding(slot, plan.parts), Self.holding(slot, plan.offered))
            let isPlanned = wish.isPlanned(asked)
            let (wanted, other) = isPlanned ? (parts, offers) : (offers, parts)
            try #require(other.isEmpty && wanted.count == (asked == nil ? 0 : 1), "slot \(slot): \(wish) \(plan)")
            if let asked, let part = wanted.first {
                try #require(
                    part.sources == asked.sources && part.route == asked.route, "slot \(slot): \(wish) \(plan)")
            }
            let gaps = plan.unplanned.filter { $0.range.overlaps(OutlookCase.time(slot)) }
            let isLeft = one.isWanted(slot) && !one.isAsserted(slot) && !isPlanned
            try #require(gaps.count == (isLeft ? 1 : 0), "slot \(slot): \(wish) \(plan)")
            if let gap = gaps.first { #expect(gap.gapClass == one.gapClass(slot).gapClass) }
        }
    }

    /// A part lies within what is wanted and in the reach of all its sources, on the grid, and its numbers are right.
    private func check(_ part: HistoryPlan.Part, _ wish: Wish) throws {
        let one = wish.one
        #expect(RangeSet([one.wanted]).holds(part.range))
        for place in part.sources {
            let reach = try #require(one.outlooks[place].reach)
            #expect(RangeSet([reach]).holds(part.range), "\(part) \(wish)")
        }
        let slots = OutlookCase.slots.filter { RangeSet([part.range]).holds(OutlookCase.time($0)) }
        let (first, last) = (try #require(slots.first), try #require(slots.last))
        #expect(part.range == TimeRange(OutlookCase.time(first).start, OutlookCase.time(last).end))
        #expect(one.isOpen(first) && one.isOpen(last))
        let candles = slots.count(where: one.isOpen)
        #expect(part.candles == candles)
        let source = one.outlooks[part.sources[0]]
        let rows = Double(source.rowsPerRequest == 0 ? .max : source.rowsPerRequest)
        let requests: Int? =
            switch source.route {
            case .candles: Int((Double(candles) / rows).rounded(.up))
            case .trades(let perCandle): perCandle.map { Int((Double(candles) * $0 / 1000).rounded(.up)) }
            }
        #expect(part.requests == requests)
        let rate = source.requestsPerSecond
        #expect(part.seconds == requests.map { rate == 0 ? 0 : Double($0) / rate })
    }

    /// Parts ascend without sharing a moment, and two that could be one are one.
    private func checkNeighbours(_ parts: [HistoryPlan.Part], _ wish: Wish) throws {
        for (left, right) in zip(parts, parts.dropFirst()) {
            #expect(left.range.end <= right.range.start)
            let isSame = left.sources == right.sources && left.route == right.route
            let between = OutlookCase.slots.filter {
                left.range.end <= OutlookCase.time($0).start && OutlookCase.time($0).end <= right.range.start
            }
            let isOne = between.allSatisfy {
                !wish.one.isOpen($0) && (wish.options.overlaps || !wish.one.isAsserted($0))
            }
            #expect(!(isSame && isOne), "\(left) and \(right): \(wish)")
        }
    }
}
