public import AdapterHost
public import Pipeline
public import Transport

/// A source that is asked over HTTP: the adapter that knows it, and the way to it.
public struct SourceAdapter: Sendable {
    /// Says what to ask and decodes what comes.
    public let adapter: LoadedAdapter
    /// From the source's codes to the hub's names.
    public let aliases: AssetAliases
    /// Asks.
    public let fetching: any SourceFetching
    /// Requests a second that are allowed, 0 where there is no limit: for estimates.
    public let rate: Double

    /// A source.
    public init(_ adapter: LoadedAdapter, aliases: AssetAliases, fetching: any SourceFetching, rate: Double) {
        self.adapter = adapter
        self.aliases = aliases
        self.fetching = fetching
        self.rate = rate
    }

    /// The adapter's id.
    public var id: String { adapter.id }

    /// The source of a series: the adapter's id, and whether prices are adjusted for splits, since that is another series.
    public func seriesSource(adjusted: Bool) -> String { adjusted ? "\(id):adjusted" : id }
}
