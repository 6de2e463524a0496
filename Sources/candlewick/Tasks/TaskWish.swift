import MarketData

/// What a task is asked to do; nil or nothing stands for what is usual.
struct TaskWish: Equatable {
    /// Its parts, as `[[schedule.task]]` calls them.
    enum Part: String, CaseIterable {
        case tiers, assets, intervals, sources, days
        case gapsPerAsset = "max_per_asset"

        /// As the command line calls it.
        var option: String {
            switch self {
            case .tiers: "--tier"
            case .assets: "--asset"
            case .intervals: "--intervals"
            case .sources: "--source"
            case .days: "--days"
            case .gapsPerAsset: "--max-per-asset"
            }
        }

        /// The tasks that want to know.
        var tasks: [TaskName] { TaskName.allCases.filter { $0.parts.contains(self) } }
    }

    var tiers: Set<Tier>?
    var assets: [String] = []
    var intervals: Set<Interval>?
    var sources: [String] = []
    var days: Int?
    var gapsPerAsset: Int?

    /// Gaps of an asset that can be asked for.
    static let gaps = 1...1_000_000

    /// What is said of it.
    var parts: [Part] {
        let all: [(Part, Bool)] = [
            (.tiers, tiers != nil), (.assets, !assets.isEmpty), (.intervals, intervals != nil),
            (.sources, !sources.isEmpty), (.days, days != nil), (.gapsPerAsset, gapsPerAsset != nil),
        ]
        return all.filter(\.1).map(\.0)
    }

    /// As `candlewick task run` takes it.
    var arguments: [String] {
        var words: [String] = []
        if let tiers { words.append("--tier=\(Self.names(tiers).joined(separator: ","))") }
        words += assets.map { "--asset=\($0)" }
        if let intervals {
            words.append(
                "--intervals=\(intervals.sorted().compactMap(\.minutes).map(String.init).joined(separator: ","))")
        }
        words += sources.map { "--source=\($0)" }
        if let days { words.append("--days=\(days)") }
        if let gapsPerAsset { words.append("--max-per-asset=\(gapsPerAsset)") }
        return words
    }

    /// For people, a part each: `TIER1 and TIER2`, `BTC`, `1h and 1d`, `from kraken-rest`.
    var words: [String] {
        [
            tiers.map { Self.list(Self.names($0)) }, assets.isEmpty ? nil : Self.list(assets),
            intervals.map { Self.list($0.sorted().map(\.description)) },
            sources.isEmpty ? nil : "from " + Self.list(sources),
        ].compactMap(\.self)
    }

    /// The assets that are meant: as they were written, or in capitals.
    var tickers: Set<String>? { assets.isEmpty ? nil : Set(assets.flatMap { [$0, $0.uppercased()] }) }

    private static func names(_ tiers: Set<Tier>) -> [String] { tiers.map(\.rawValue).sorted() }

    /// A few; of more the number.
    private static func list(_ names: [String]) -> String {
        names.count > 8
            ? names.prefix(7).joined(separator: ", ") + " and \(names.count - 7) more"
            : names.count > 1
                ? names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1] : names.joined()
    }
}
