import Coverage

/// Who is asked for a stretch, in which order, and how it comes.
struct PartChoice: Hashable, StretchKey {
    var sources: [Int]
    var route: HistoryPlan.Part.Route

    /// A part goes on as long as the same sources are asked in the same order.
    func goesOn(as next: PartChoice) -> Bool { self == next }
}

/// The order in which the sources of a history are asked, wherever they can be.
struct SourceOrder {
    let byCandles: [Int]
    private let preferredFirst: [Int]
    private let byTrades: [Int]

    init(_ outlooks: [SourceOutlook], _ options: PlanningOptions) {
        func preferred(_ places: [Int]) -> [Int] {
            places.filter { outlooks[$0].source == options.preferredSource }
                + places.filter { outlooks[$0].source != options.preferredSource }
        }
        byCandles = SourceOutlook.rank(outlooks)
        preferredFirst = preferred(byCandles)
        byTrades = preferred(SourceOutlook.rank(outlooks, givingCandles: false))
    }

    /// Who is asked for a stretch of those standings, nil for nobody.
    func choice(_ standings: [SourceStanding]) -> PartChoice? {
        let candles = Self.askable(preferredFirst, standings)
        if !candles.isEmpty { return PartChoice(sources: candles, route: .candles) }
        // A history that a source has given as it is need not be made once more.
        if standings.contains(.asserted) { return nil }
        let trades = Self.askable(byTrades, standings)
        return trades.isEmpty ? nil : PartChoice(sources: trades, route: .trades)
    }

    private static func askable(_ places: [Int], _ standings: [SourceStanding]) -> [Int] {
        places.filter { standings[$0] == .ready } + places.filter { standings[$0] == .failed }
    }
}
