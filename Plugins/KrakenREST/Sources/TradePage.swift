import AdapterKit
import AdapterKitJSON

/// One reply of trades: rows of `[price, volume, time, side, order type, misc, trade id]`, the id missing in recordings of
/// the first years.
struct TradePage {
    /// Those that were asked for, and those that cannot be used.
    var rows = ReplyRows<Trade>()
    /// The time of its last trade, exactly; of an empty page the cursor that it was asked with.
    private(set) var last: Int64 = 0
    /// Rows of the reply, used or not.
    private(set) var listed: Int64 = 0
    /// The time of the last row, `Int64.min` when there is none.
    private(set) var newest = Int64.min
    /// The ids of all rows with that time; empty when one of them has none.
    private(set) var lastIDs: [Int64] = []
    /// A row is at or behind the end that was asked for.
    private(set) var reachesEnd = false
    /// Up to where the reply proves that there is no other trade.
    var coveredTo = Int64.min

    /// Of each row and those behind it.
    private var earliest: [Int64] = []

    init() {}

    /// - Parameters:
    ///   - after: the ids of rows of the page before, which are passed over should they come again.
    ///   - latest: no trade can be later.
    init(_ document: JSONDocument, asked: Range<Int64>, after: [Int64], latest: Int64) throws(JSONError) {
        let result = try document.root.object("result")
        // A text in recordings of today, nanoseconds.
        last = try result.wholeNumber("last")
        guard result.count == 2 else {
            throw JSONError(.kind, "'result' holds no single list of trades beside 'last'", at: result.position)
        }
        var members = result.members
        while let member = members.next() {
            if member.name.says("last") { continue }
            guard member.value.kind == .array else {
                throw member.value.wrong(name: nil, expected: "a list of trades", .kind)
            }
            take(member.value, asked: asked, after: after, latest: latest)
        }
        var time = Int64.max
        earliest = rows.rows.reversed().map { row in
            time = min(time, row.time)
            return time
        }
        earliest.reverse()
        earliest.append(.max)
    }

    private mutating func take(_ list: JSONValue, asked: Range<Int64>, after: [Int64], latest: Int64) {
        var elements = list.elements
        var hasIDs = true
        while let element = elements.next() {
            listed += 1
            do throws(JSONError) {
                let trade = try TradeRow.trade(element, row: listed)
                guard trade.time <= latest else {
                    throw JSONError(.time, "the trade is later than the reply", at: element.position)
                }
                if trade.time > newest {
                    newest = trade.time
                    lastIDs = []
                    hasIDs = true
                }
                if trade.time == newest { lastIDs.append(trade.tradeID) }
                hasIDs = hasIDs && trade.tradeID >= 0
                if trade.time >= asked.upperBound { reachesEnd = true }
                if asked.contains(trade.time), trade.tradeID < 0 || !after.contains(trade.tradeID) {
                    rows.rows.append(trade)
                }
            } catch {
                rows.rejects.append(Reject(error, row: listed, record: element.range))
            }
        }
        if !hasIDs { lastIDs = [] }
    }

    /// The earliest time among the rows that are not out yet.
    var nextTime: Int64 { rows.isDone ? .max : earliest[rows.rowsDone] }
}

/// A row of Trades.
enum TradeRow {
    /// Throws what is wrong with a value.
    static func trade(_ row: JSONValue, row number: Int64) throws(JSONError) -> Trade {
        let price = try row.decimal(0, "price")
        let volume = try row.decimal(1, "volume")
        guard price > 0, volume >= 0 else {
            throw JSONError(.number, "the price or the volume is not above 0", at: row.position)
        }
        let sideValue = try row.element(3, "side")
        let side: Side
        if sideValue.says("b") {
            side = .buy
        } else if sideValue.says("s") {
            side = .sell
        } else {
            throw sideValue.wrong(name: "side", expected: "b or s", .text)
        }
        return Trade(
            time: try row.time(2, "time", in: .seconds), price: price, volume: volume, side: side,
            tradeID: try row[6]?.wholeNumber(as: "trade_id") ?? -1, row: number, position: Int64(row.position))
    }
}
