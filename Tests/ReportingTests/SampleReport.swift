import MarketData
import Reporting

/// Reports made up from a seed, with every class in them.
struct SampleReport {
    var generator: SeededGenerator
    let wanted: TimeRange
    let madeAt: Timestamp

    init(seed: UInt64, from year: Int = 2016) {
        generator = SeededGenerator(seed: seed)
        madeAt = Timestamp(nanoseconds: Timestamp(year: 2026, month: 11, day: 21)!.nanoseconds + 19 * 3600 * second)
        wanted = TimeRange(Timestamp(year: year, month: 1, day: 1)!, madeAt)!
    }

    var scope: HistoryReport.Scope {
        HistoryReport.Scope(
            madeAt: madeAt, store: "sqlite:/srv/candlewick/history.db", hubVersion: "0.5.0", wanted: wanted)
    }

    /// A line whose counts follow from its bands, in candles of the interval.
    mutating func line(
        _ base: String, _ quote: String, _ kind: SeriesKind, _ tier: Tier, _ category: AssetCategory = .crypto,
        bands: [HistoryBand]
    ) -> (ReportLine, [ReportGap]) {
        let line = HistoryLine(Instrument(base: base, quote: quote), kind)
        var (expected, suspect, gaps) = (0, 0, [ReportGap]())
        var missing = CandlesByClass()
        var newest: Timestamp?
        for band in bands {
            let candles = kind.interval.map { Int(band.range.nanoseconds / $0.nanoseconds) } ?? 0
            if band.state != .noSessions { expected += candles }
            switch band.state {
            case .noSessions: continue
            case .covered: newest = band.range.end
            case .suspect: (suspect, newest) = (suspect + candles, band.range.end)
            case .fillable: missing.fillable += candles
            case .sourceLimit: missing.sourceLimit += candles
            case .failed: missing.failed += candles
            case .notEntitled: missing.notEntitled += candles
            case .notAsked: missing.notAsked += candles
            }
            if band.state != .covered { gaps.append(Self.gap(line, band, candles)) }
        }
        let provenance: Provenance = newest == nil ? .none : [.file, .api, .mixed][Int(generator.next() % 3)]
        let behind = newest.map { Int((madeAt.nanoseconds - $0.nanoseconds) / (3600 * second)) }
        return (
            ReportLine(
                line, tier: tier, category: category, expected: expected, missing: missing, suspect: suspect,
                gaps: gaps.count { $0.state.isGap }, provenance: provenance,
                sources: newest == nil ? [] : ["kraken-csv", "kraken-rest"], newest: newest, hoursBehind: behind,
                bands: bands), gaps
        )
    }

    private static func gap(_ line: HistoryLine, _ band: HistoryBand, _ candles: Int) -> ReportGap {
        let (base, kind) = (line.instrument.base, line.kind)
        let file = "\(base == "BTC" ? "XBT" : base)\(line.instrument.quote)_\(kind.interval?.minutes ?? 0).csv"
        let said: (String, String, String) =
            switch band.state {
            case .suspect: ("4h is empty while 1h has 4 rows there", "", "candlewick compare --asset \(base)")
            case .fillable: ("kraken-rest reaches it", "", "candlewick gaps fill --asset \(base)")
            case .sourceLimit:
                ("beyond the 720 candles of kraken-rest by 41,233", file, "Download \(file) of the OHLCVT archive.")
            case .failed: ("kraken-rest gave up after 5 attempts: EService:Unavailable", "", "candlewick jobs retry 12")
            case .notEntitled: ("massive: the plan does not include data older than 2 years", "", "Upgrade the plan.")
            default: ("no source is configured that serves \(line.instrument)", "", "candlewick doctor")
            }
        return ReportGap(
            line, band.range, band.state, candles: candles, reason: said.0, requiredFile: said.1, remedy: said.2)
    }

    /// Bands that fill the wanted range: covered, with so many stretches of other states in between.
    mutating func bands(_ count: Int, among states: [HistoryState]) -> [HistoryBand] {
        let hours = Int(wanted.nanoseconds / (3600 * second))
        var cuts = (0..<count * 2).map { _ in Int.random(in: 0..<hours, using: &generator) }
        // Every other one is short, as real gaps are.
        for index in stride(from: 0, to: cuts.count, by: 2) {
            cuts[index + 1] = min(hours - 1, cuts[index] + (index % 4 == 0 ? 5 : 900 + cuts[index + 1] % 4000))
        }
        cuts = Array(Set(cuts)).sorted()
        var bands: [HistoryBand] = []
        var start = wanted.start
        for (index, cut) in (cuts + [hours]).enumerated() {
            let end = Timestamp(nanoseconds: wanted.start.nanoseconds + Int64(cut) * 3600 * second)
            guard let range = TimeRange(start, end) else { continue }
            bands.append(HistoryBand(range, index % 2 == 0 ? .covered : states.randomElement(using: &generator)!))
            start = end
        }
        return bands
    }

    /// About sixty series of four tiers, some complete.
    mutating func report(told: Int = 500) -> HistoryReport {
        var lines: [ReportLine] = []
        var gaps: [ReportGap] = []
        let bases: [(String, Tier)] = [
            ("BTC", .tier1), ("ETH", .tier1), ("SOL", .tier1), ("XRP", .tier1), ("LINK", .tier2), ("DOT", .tier2),
            ("BAT", .tier3), ("SNX", .tier3), ("HONEY", .tier4), ("PEPE", .tier4),
        ]
        let kinds: [SeriesKind] = [1, 60, 240, 1440, 10_080].map { .candles(Interval(minutes: $0)!) } + [.trades]
        let states = HistoryState.allCases.filter { $0 != .covered && $0 != .noSessions }
        for (index, (base, tier)) in bases.enumerated() {
            for kind in kinds {
                let bands = bands(index % 3 == 1 ? 0 : 1 + index / 2, among: states)
                let (line, found) = line(base, "USD", kind, tier, bands: bands)
                lines.append(line)
                gaps += found
            }
        }
        // A stock: weekends closed, the first years never asked for; and an asset of which nobody knows anything.
        let (stock, stockGaps) = line(
            "AAPL", "USD", .candles(Interval(minutes: 1440)!), .unclassified, .stock, bands: weeks())
        let (empty, emptyGaps) = line(
            "NOTHING", "EUR", .candles(Interval(minutes: 60)!), .unclassified, bands: [HistoryBand(wanted, .notAsked)])
        return HistoryReport(
            scope, lines: lines + [stock, empty], gaps: gaps + stockGaps + emptyGaps, told: told)
    }

    private func weeks() -> [HistoryBand] {
        let day = 86_400 * second
        let count = (wanted.nanoseconds - 1) / day
        return (0...count).map { index in
            let start = wanted.start.nanoseconds + index * day
            let range = TimeRange(
                Timestamp(nanoseconds: start), Timestamp(nanoseconds: min(start + day, wanted.end.nanoseconds)))!
            let state: HistoryState = index < 400 ? .notEntitled : index > 3970 ? .noSessions : .covered
            return HistoryBand(range, index % 7 < 2 ? .noSessions : state)
        }
    }
}

let second: Int64 = 1_000_000_000

extension TimeRange {
    var nanoseconds: Int64 { end.nanoseconds - start.nanoseconds }
}
