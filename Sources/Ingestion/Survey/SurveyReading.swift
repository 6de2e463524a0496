import AdapterHost
import Coverage
import MarketData
import Storage

/// Puts the ledger's sets together to histories, instrument by instrument, as they come.
struct SurveyReading {
    /// What is known of one history: by source.
    private typealias Known = [String: KnownOfSource]

    private let survey: HistorySurvey
    private let scope: SurveyScope
    private let assets: [String: Asset]
    private let failures: [CoverageScope: [SourceOutlook.Failure]]
    private let suspects: [HistoryLine: [Suspect]]
    private let body: (SurveyedLine) -> Void

    private var instrument: Instrument?
    private var kinds: [(kind: SeriesKind, known: Known, examined: RangeSet)] = []
    private var groups: [(source: String, kind: SeriesKind, category: AssetCategory, set: CoverageSet)] = []
    private var seen: Set<String> = []

    init(
        _ survey: HistorySurvey, _ scope: SurveyScope, _ assets: [String: Asset],
        _ failures: [CoverageScope: [SourceOutlook.Failure]], _ suspects: [HistoryLine: [Suspect]],
        body: @escaping (SurveyedLine) -> Void
    ) {
        self.suspects = suspects
        (self.survey, self.scope, self.assets, self.failures, self.body) = (survey, scope, assets, failures, body)
    }

    /// Takes the next set, in the ledger's order.
    mutating func take(_ set: CoverageSet) {
        switch set.scope {
        case .group(let source, let kind, let category): groups.append((source, kind, category, set))
        case .series(let series):
            guard assets[series.instrument.base] != nil else { return }
            if series.instrument != instrument {
                hand()
                instrument = series.instrument
            }
            // Prices adjusted for splits are another history.
            if series.source.contains(":") { return }
            if kinds.last?.kind != series.kind { kinds.append((series.kind, [:], RangeSet())) }
            add(set, of: series.source, at: kinds.count - 1)
        }
    }

    /// The histories of which the ledger knows nothing.
    mutating func finish() {
        hand()
        guard scope.includesUnknown else { return }
        for asset in assets.values.sorted(by: { $0.ticker < $1.ticker }) where !seen.contains(asset.ticker) {
            let quote = asset.quoteCurrency ?? "USD"
            if quote == asset.ticker { continue }
            instrument = Instrument(base: asset.ticker, quote: quote)
            kinds = []
            hand()
        }
    }

    private mutating func add(_ set: CoverageSet, of source: String, at place: Int) {
        switch set.content {
        case .covered: join(set.ranges, to: \.covered, source, place)
        case .sourceLimit: join(set.ranges, to: \.limited, source, place)
        case .examined: kinds[place].examined = kinds[place].examined.union(set.ranges)
        }
    }

    private mutating func join(
        _ ranges: RangeSet, to field: WritableKeyPath<KnownOfSource, RangeSet>, _ source: String, _ place: Int
    ) {
        var known = kinds[place].known[source] ?? KnownOfSource()
        known[keyPath: field] = known[keyPath: field].isEmpty ? ranges : known[keyPath: field].union(ranges)
        kinds[place].known[source] = known
    }

    /// Hands on the histories of the instrument that is through.
    private mutating func hand() {
        defer { (instrument, kinds) = (nil, []) }
        guard let instrument, let asset = assets[instrument.base] else { return }
        seen.insert(asset.ticker)
        var wanted = kinds.map(\.kind).filter(scope.matches)
        if scope.includesUnknown {
            let more = scope.intervals ?? (kinds.contains { $0.kind != .trades } ? [] : scope.usual)
            wanted += more.map { .candles($0) }.filter { !wanted.contains($0) }
        }
        let first = kinds.compactMap { kind in
            kind.known.values.compactMap { $0.covered.ranges.first?.start }.min()
        }.min()
        for kind in wanted {
            let found = kinds.first { $0.kind == kind }
            let line = HistoryLine(instrument, kind)
            let outlooks = outlooks(of: line, asset, found?.known ?? [:])
            guard let range = range(kind, first, outlooks) else { continue }
            body(
                SurveyedLine(
                    line: line, asset: asset, wanted: range, calendar: calendar(asset, outlooks), outlooks: outlooks,
                    examined: found?.examined ?? RangeSet(),
                    suspects: (suspects[line] ?? []).sorted { $0.range.start < $1.range.start }))
        }
    }

    private func outlooks(of line: HistoryLine, _ asset: Asset, _ known: Known) -> [SourceOutlook] {
        var rest = known
        var outlooks: [SourceOutlook] = []
        for source in survey.sources {
            var own = rest.removeValue(forKey: source.id) ?? KnownOfSource()
            addGroups(of: source, line, asset, to: &own)
            if source.manifest.hasOtherDays(line.kind, asset.category) { own.covered = own.covered.onDays(line.kind) }
            if !failures.isEmpty {
                note(failures[.series(line.series(of: source.id))] ?? [], to: &own)
                own.tradeFailures = failures[.series(HistoryLine(line.instrument, .trades).series(of: source.id))] ?? []
            }
            outlooks += source.outlooks(of: line, category: asset.category, own, now: survey.now)
        }
        // What the hub made itself, and sources whose adapters are not there any more.
        for (source, own) in rest.sorted(by: { $0.key < $1.key }) {
            outlooks.append(SourceOutlook(source, covered: own.covered, limited: own.limited))
        }
        return outlooks
    }

    /// What was said of all of a category was said of this one, too.
    private func addGroups(of source: HistorySource, _ line: HistoryLine, _ asset: Asset, to own: inout KnownOfSource) {
        for group in groups
        where group.source == source.id && group.kind == line.kind && group.category == asset.category {
            switch group.set.content {
            case .covered: own.covered = own.covered.union(group.set.ranges)
            case .sourceLimit: own.limited = own.limited.union(group.set.ranges)
            case .examined: break
            }
        }
    }

    /// That a source has nothing of a range is no failure: it is not asked again.
    private func note(_ failures: [SourceOutlook.Failure], to own: inout KnownOfSource) {
        let nothing = failures.filter { GivenUpReason.saysNothingThere($0.errorClass) }
        if !nothing.isEmpty { own.limited = own.limited.union(RangeSet(nothing.map(\.range))) }
        own.failures = failures.filter { !GivenUpReason.saysNothingThere($0.errorClass) }
    }

    /// When candles can exist: as the sources say that have given some, or else by the sort of asset.
    private func calendar(_ asset: Asset, _ outlooks: [SourceOutlook]) -> TradingCalendar {
        let giving = survey.sources.filter { source in
            outlooks.contains { $0.source == source.id && !$0.covered.isEmpty }
        }
        let calendars = giving.map { $0.manifest.reach.calendar ?? .calendar(for: asset.category) }
        // Where one of them never closes there can always be a candle.
        if calendars.contains(.always) { return .always }
        return calendars.first ?? .calendar(for: asset.category)
    }

    private func range(_ kind: SeriesKind, _ first: Timestamp?, _ outlooks: [SourceOutlook]) -> TimeRange? {
        let end = min(scope.end ?? survey.now, survey.now)
        let start = scope.start ?? first ?? reach(outlooks)
        guard let interval = kind.interval else {
            // What was traded a moment ago no source vouches for yet.
            let newest = Timestamp(
                nanoseconds: Self.pace.floor(survey.now.nanoseconds - Self.pace.nanoseconds))
            return TimeRange(start, min(end, newest))
        }
        return TimeRange(
            Timestamp(nanoseconds: interval.floor(start.nanoseconds)),
            Timestamp(nanoseconds: interval.floor(end.nanoseconds)))
    }

    /// Trades are wanted up to the last whole stretch of that length.
    private static let pace = Interval(minutes: 5) ?? Interval.usual[1]

    /// Of an asset of which nothing is known: as far as the sources reach that do not reach back for ever.
    private func reach(_ outlooks: [SourceOutlook]) -> Timestamp {
        let starts = outlooks.filter { $0.givesCandles && !$0.isFile }.compactMap(\.reach?.start)
        let limited = starts.filter { $0.nanoseconds > 0 }.min()
        return limited
            ?? Timestamp(nanoseconds: survey.now.nanoseconds - Int64(scope.usualDays) * 86_400_000_000_000)
    }
}

/// Classes of what was given up.
enum GivenUpReason {
    /// Whether a source says with it that there is nothing to be had, now or later.
    static func saysNothingThere(_ reason: String) -> Bool {
        [AdapterErrorClass.noData.word, AdapterErrorClass.invalidQuery.word].contains(reason)
    }
}
