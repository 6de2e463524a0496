public import AdapterKit

/// What a page was asked for, and when it came.
public struct JSONPageContext: Sendable {
    /// The piece of the range that it is of, nanoseconds UTC.
    public let piece: Range<Int64>
    /// The time of the last row of the page before; `Int64.min` on a piece's first page when nothing came before.
    public let last: Int64
    /// When it came.
    public let receivedAt: Int64
    /// When what it tells was so: earlier than `receivedAt`, where the source is delayed.
    public let asOf: Int64
}

/// A page of a source, decoded.
public struct JSONPage<Row: BatchRow>: Sendable {
    /// Its rows and rejects.
    public var rows = ReplyRows<Row>()
    /// The time of its last row; `Int64.min` when it has none.
    public var last = Int64.min
    /// Up to where it proves that nothing is missing, when other pages follow; `Int64.min`: it proves nothing.
    public var provedBeforeNext = Int64.min
    /// The same for a piece's last page. Beyond the end of the piece nothing is proved.
    public var provedAtEnd = Int64.min
    /// Where each record lies in the bytes.
    private var records: [Range<Int>] = []

    /// Without rows.
    public init() {}

    /// The elements of an array as records. What `read` throws becomes a reject, where it gives nil the record is passed
    /// over.
    public init(
        records array: JSONValue, _ read: (_ record: JSONValue, _ row: Int64) throws(JSONError) -> Row?
    ) {
        var elements = array.elements
        while let record = elements.next() {
            let number = beginRecord(record.range)
            do throws(JSONError) {
                if let row = try read(record, number) { rows.rows.append(row) }
            } catch {
                refuse(error)
            }
        }
    }

    /// Goes to the next record, which lies there; its number, from 1. For sources whose records are no elements of one
    /// array: parallel arrays, members of an object.
    public mutating func beginRecord(_ record: Range<Int>) -> Int64 {
        records.append(record)
        return Int64(records.count)
    }

    /// The record that was begun last cannot be used.
    public mutating func refuse(_ error: JSONError) {
        rows.rejects.append(Reject(error, row: Int64(records.count), record: records.last ?? 0..<0))
    }

    /// Refuses the record of a row that was decoded already, which the caller then takes out of `rows`.
    mutating func reject(_ row: Int64, _ reason: String) {
        rows.rejects.append(Reject(.other, reason, row: row, record: records[Int(row) - 1]))
    }
}

extension JSONPage<Candle> {
    /// Puts candles in order of time, however the source sent them; of two of one time the first stays, the other is
    /// a reject, as is what is not behind `last`, the page before. Sets `last`. For candles of one symbol, whose `row` is
    /// their record's number.
    public mutating func putInOrder(behind last: Int64) {
        let candles = rows.rows
        if !zip(candles, candles.dropFirst()).allSatisfy({ $0.openTime <= $1.openTime }) {
            rows.rows.sort { ($0.openTime, $0.row) < ($1.openTime, $1.row) }
        }
        var kept = last
        var repeated: [Int64] = []
        rows.rows.removeAll { candle in
            guard candle.openTime <= kept else {
                kept = candle.openTime
                return false
            }
            repeated.append(candle.row)
            return true
        }
        self.last = rows.rows.last?.openTime ?? .min
        if repeated.isEmpty { return }
        for row in repeated where row >= 1 && row <= Int64(records.count) {
            reject(row, "a second candle of the same time; the first one is kept")
        }
        rows.rejects.sort { $0.row < $1.row }
    }
}
