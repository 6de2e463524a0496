public import MarketData

/// What a planner has to know of a source before anybody asks it. Only the manifest says it.
public struct ManifestReach: Hashable, Sendable {
    /// What sorts of assets it has; nil where it does not say.
    public var categories: Set<AssetCategory>?
    /// When its markets are open, whatever they trade; nil where that depends on the sort of asset.
    public var calendar: TradingCalendar?
    /// Sorts of assets whose days begin at midnight UTC, whatever the day's zone is.
    public var daysOfUTC: Set<AssetCategory> = []
    /// How a file of candles is called: `{BASE}{QUOTE}_{MINUTES}.csv`, in the source's own codes.
    public var candleFile: String?
    /// How a file of trades is called: `{BASE}{QUOTE}.csv`.
    public var tradeFile: String?
    /// Where such files are had, for people: "Kraken's OHLCVT archive".
    public var archive: String?

    /// Nothing said.
    public init() {}
}

extension AdapterManifest {
    /// The name of the file that holds a history, nil where the source has no such files.
    public func fileName(of line: HistoryLine) -> String? {
        let pattern: String?
        var minutes = ""
        switch line.kind {
        case .trades: pattern = reach.tradeFile
        case .candles(let interval):
            guard descriptor.intervals.contains(interval), let length = interval.minutes else { return nil }
            (pattern, minutes) = (reach.candleFile, String(length))
        }
        return pattern.map {
            $0.replacing("{BASE}", with: code(of: line.instrument.base))
                .replacing("{QUOTE}", with: code(of: line.instrument.quote)).replacing("{MINUTES}", with: minutes)
        }
    }

    /// The source's code of an asset: of several the first by the alphabet.
    private func code(of asset: String) -> String {
        aliases.filter { $0.value == asset }.keys.min() ?? asset
    }
}
