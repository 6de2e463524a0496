/// How a store wants to be written, and what it does otherwise than `TimeSeriesStore` promises.
public struct StoreTraits: Hashable, Sendable {
    /// The order of rows that the store takes fastest.
    public enum RowOrder: String, Hashable, Sendable {
        /// One series after the other.
        case bySeries
        /// All series together in the order of time.
        case byTime
    }

    /// The order it takes fastest; it takes any.
    public var order: RowOrder
    /// How many batches it likes to take in one go.
    public var batchesAGroup: Int
    /// Promises that it does not keep, each with the reason.
    public var exceptions: [StorePromise: String]

    /// A store that keeps every promise, unless exceptions are given.
    public init(order: RowOrder = .bySeries, batchesAGroup: Int = 1, exceptions: [StorePromise: String] = [:]) {
        (self.order, self.batchesAGroup, self.exceptions) = (order, max(1, batchesAGroup), exceptions)
    }

    /// Whether the store keeps a promise.
    public func keeps(_ promise: StorePromise) -> Bool { exceptions[promise] == nil }
}

/// What a store promises and may declare not to keep, with the reason. What does not stand here, identity above all,
/// every store keeps.
public enum StorePromise: String, Hashable, Sendable, CaseIterable {
    /// A write says of every row whether it was new, different or there already.
    case countsWrites = "counts-writes"
    /// A row that is equal to what is stored writes nothing.
    case skipsEqualRows = "skips-equal-rows"
    /// A value that is absent in a row never erases a stored one.
    case keepsStoredValues = "keeps-stored-values"
    /// Volume-weighted average prices are kept.
    case keepsVWAP = "keeps-vwap"
    /// Candles of every interval are kept, and not only those of whole minutes.
    case keepsEveryInterval = "keeps-every-interval"
    /// Of a batch with a row that cannot be kept nothing is stored, also when the process or the server dies.
    case wholeBatches = "whole-batches"
    /// What a write returned from is durable without `settle`.
    case durableAtOnce = "durable-at-once"
    /// What is durable can be read at once, without `awaitVisible`.
    case visibleAtOnce = "visible-at-once"
    /// Listing the series does not read their rows.
    case listsWithoutReading = "lists-without-reading"
}
