import AdapterKit
import AdapterKitJSON

/// A candle of a record; the time is the caller's affair, as it means something else in each kind of reply.
enum Bar {
    static func candle(
        _ record: JSONValue, row: Int64, openTime: Int64, symbol: UInt32 = 0
    ) throws(JSONError) -> Candle {
        Candle(
            openTime: openTime, open: try record.decimal("o"), high: try record.decimal("h"),
            low: try record.decimal("l"), close: try record.decimal("c"),
            volume: try record.optionalDecimal("v") ?? .nan, vwap: try record.optionalDecimal("vw") ?? .nan,
            trades: try trades(record), symbol: symbol, row: row, position: Int64(record.position))
    }

    private static func trades(_ record: JSONValue) throws(JSONError) -> Int64 {
        guard let count = try record.optionalWholeNumber("n") else { return -1 }
        guard count >= 0 else {
            throw try record.member("n").wrong(name: "n", expected: "a number of trades", .number)
        }
        return count
    }

    /// The record's time. Throws for one after the reply came: the source cannot know it.
    static func time(_ record: JSONValue, before receivedAt: Int64) throws(JSONError) -> Int64 {
        let time = try record.time("t", in: .milliseconds)
        guard time <= receivedAt else {
            throw try record.member("t").wrong(name: "t", expected: "a time before the reply came", .time)
        }
        return time
    }

    /// Throws `malformed` when the reply is of other prices than those that were asked for.
    static func check(_ root: JSONValue, adjusted: Bool) throws(AdapterFailure) {
        guard let said = root["adjusted"]?.bool, said != adjusted else { return }
        throw AdapterFailure(
            .malformed, "Massive's reply has adjusted=\(said), and adjusted=\(adjusted) was asked for")
    }
}
