import MarketData
import Storage

/// A row's place in its series. A candle's ordinal is 0.
struct RowKey: Hashable, Comparable {
    var time: Int64
    var ordinal: Int32

    static func < (left: RowKey, right: RowKey) -> Bool { (left.time, left.ordinal) < (right.time, right.ordinal) }
}

/// A candle or a trade as checks write and compare it; what is absent is nil.
protocol CheckedRow: Hashable, Sendable {
    var key: RowKey { get }
    /// The row as a store of these traits has it.
    func kept(by traits: StoreTraits) -> Self
    /// The row with what is absent in it taken from the one that was stored.
    func over(_ stored: Self) -> Self

    /// The rows' word: `candles`.
    static var name: String { get }
    /// The part of the model that holds such rows.
    static var part: WritableKeyPath<RowModel, [Series: [RowKey: Self]]> { get }
    /// A series of such rows.
    static func series(_ base: String, _ quote: String, source: String) -> Series
    /// Rows of which no two are equal, some of them with absent values, in order.
    static func run(_ numbers: Range<Int>) -> [Self]

    static func write(_ rows: [Self], to series: Series, of store: any TimeSeriesStore) throws(StorageError)
        -> WriteCount
    static func write(
        _ rows: [(row: Self, place: Int)], among series: [Series], of store: any TimeSeriesStore
    ) throws(StorageError) -> [WriteCount]
    static func stored(_ rows: [Self], of series: Series) -> StoredRows
    /// One call's rows.
    static func read(
        _ series: Series, in range: TimeRange, after last: Self?, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Self]
    static func readNewest(
        _ limit: Int, of series: Series, in range: TimeRange, capacity: Int, of store: any TimeSeriesStore
    ) throws(StorageError) -> [Self]
}

extension CheckedRow {
    static func series(_ base: String = "BTC", _ quote: String = "USD") -> Series {
        series(base, quote, source: "test")
    }

    var time: Int64 { key.time }
}
