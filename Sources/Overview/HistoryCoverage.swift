package import Coverage
package import MarketData
package import Storage

/// What is asserted of one history, or of all of a category, by whom.
package struct HistoryCoverage {
    /// What it is about: an instrument's candles or trades; `BTC/USD 1h`, `all STOCK 1d`.
    package struct Subject: Hashable {
        /// An asset, or `all STOCK`.
        package var asset: String
        /// Empty for a category.
        package var quote: String
        package var kind: SeriesKind
        /// Prices adjusted for splits are another history: `adjusted`, otherwise empty.
        package var variant: String
    }

    package let subject: Subject
    package let calendar: TradingCalendar
    package private(set) var provenance: Provenance?
    package private(set) var sources: [String] = []
    /// What any source has asserted.
    package private(set) var covered = RangeSet()
    /// The hub has looked at the rows there.
    package private(set) var examined = RangeSet()
    package private(set) var suspects = 0

    init(_ subject: Subject, _ calendar: TradingCalendar) { (self.subject, self.calendar) = (subject, calendar) }

    package mutating func add(_ set: CoverageSet) {
        switch set.content {
        case .covered:
            covered = covered.union(set.ranges)
            let way = Provenance(set.medium)
            provenance = provenance.map { $0.joined(with: way) } ?? way
            if !sources.contains(set.scope.source) { sources.append(set.scope.source) }
        case .examined: examined = examined.union(set.ranges)
        case .sourceLimit: break
        }
    }

    package mutating func addSuspect() { suspects += 1 }

    /// Candles that can exist in what is asserted, nil for trades.
    package var coveredCandles: Int? { candles(covered) }

    /// Of these, the ones whose rows were looked at.
    package var examinedCandles: Int? { candles(covered.intersection(examined)) }

    /// Stretches between what is asserted of which nothing is.
    package var holes: Int { max(0, covered.ranges.count - 1) }

    private func candles(_ ranges: RangeSet) -> Int? {
        subject.kind.interval.map { interval in
            if calendar == .always { return calendar.count(of: interval, in: ranges) }
            return ranges.ranges.reduce(0) { sum, range in
                sum + calendar.count(of: interval, in: calendar.open(subject.kind, in: range))
            }
        }
    }
}

extension HistoryCoverage {
    /// Everything that a ledger knows of a store's histories, in their order.
    ///
    /// - Parameters:
    ///   - asset: only this one, and its category.
    ///   - isWanted: which scopes are.
    package static func all(
        _ ledger: any Ledger, of store: StoreIdentity, asset: Asset?, isWanted: (CoverageScope) -> Bool
    ) throws -> [HistoryCoverage] {
        let categories = Dictionary(
            try ledger.assets().map { ($0.ticker, $0.category) }, uniquingKeysWith: { first, _ in first })
        var order: [Subject] = []
        var histories: [Subject: HistoryCoverage] = [:]
        try ledger.eachCoverageSet(in: store, base: nil) { set in
            guard isWanted(set.scope) else { return }
            let subject = Subject(set.scope)
            if histories[subject] == nil {
                order.append(subject)
                let calendar = TradingCalendar.calendar(for: set.scope.category ?? categories[subject.asset] ?? nil)
                histories[subject] = HistoryCoverage(subject, calendar)
            }
            histories[subject]?.add(set)
        }
        for suspect in try ledger.suspects(in: store, base: asset?.ticker) where isWanted(.series(suspect.series)) {
            histories[Subject(.series(suspect.series))]?.addSuspect()
        }
        return order.compactMap { histories[$0] }.filter { !$0.covered.isEmpty }
    }
}

extension HistoryCoverage.Subject {
    init(_ scope: CoverageScope) {
        (kind, quote, variant) = (scope.kind, "", "")
        switch scope {
        case .series(let series): (asset, quote) = (series.instrument.base, series.instrument.quote)
        case .group(_, _, let category): asset = "all \(category.rawValue)"
        }
        if let colon = scope.source.firstIndex(of: ":") {
            variant = String(scope.source[scope.source.index(after: colon)...])
        }
    }
}

extension CoverageScope {
    /// Of a statement about a whole category, which.
    package var category: AssetCategory? {
        if case .group(_, _, let category) = self { category } else { nil }
    }
}

extension Provenance {
    init(_ medium: CoverageMedium) {
        switch medium {
        case .file: self = .csv
        case .api: self = .api
        case .derived: self = .derived
        }
    }
}
