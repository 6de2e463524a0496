public import QuestDBClient

/// Where a store in QuestDB lies, and how it is made and written.
public struct QuestDBStoreSettings: Hashable, Sendable {
    /// The server, and who asks.
    public var endpoint: QuestDBEndpoint
    /// What the names of all tables begin with: lower-case letters, digits and `_`; empty for the usual names.
    public var tablePrefix = ""
    /// For the table of candles, when it is made.
    public var candlePartition = PartitionUnit.month
    /// For the table of trades, when it is made.
    public var tradePartition = PartitionUnit.day
    /// How rows travel.
    public var wire = WireChoice.automatic
    /// How long a server that is away is tried again before a call gives up.
    public var patience = Duration.seconds(30)
    /// How long the server may take rows without showing any more of them.
    public var visibleWithin = Duration.seconds(60)

    /// The usual tables of a server.
    public init(_ endpoint: QuestDBEndpoint) { self.endpoint = endpoint }

    /// `questdb:http://host:port`, without secrets.
    public var location: String { "questdb:\(endpoint.address)" }
}
