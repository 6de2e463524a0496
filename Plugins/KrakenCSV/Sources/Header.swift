import AdapterKit

/// The names in a file's first line, as `CSVLine.names` gives them.
struct Header {
    private let names: [String]

    init(_ names: [String]) { self.names = names }

    private static let candleNames: [Set<String>] = [
        ["time", "timestamp", "opentime", "unix", "unixtime", "unixtimestamp", "date", "datetime", "t"],
        ["open", "o", "openprice"], ["high", "h", "highprice"], ["low", "l", "lowprice"],
        ["close", "c", "closeprice", "last"], ["volume", "v", "vol", "basevolume"],
        ["trades", "count", "n", "tradecount", "numberoftrades", "tradescount"],
    ]
    /// Columns that other sources have, and which would be read as something else here.
    private static let foreign: Set<String> = ["vwap", "vw", "quotevolume", "turnover", "closetime", "symbol"]

    /// Whether these can be the names of a candle file: 6 or 7. Throws `malformed` when they say that the
    /// columns are others, or in another order, than Kraken's.
    func isOfCandles(row: Int64, position: Int64) throws(AdapterFailure) -> Bool {
        guard names.count == 6 || names.count == 7 else { return false }
        for (index, name) in names.enumerated() {
            // A name that nobody knows is let pass, the place decides then.
            let meant = Header.candleNames.firstIndex { $0.contains(name) }
            guard Header.foreign.contains(name) || (meant != nil && meant != index) else { continue }
            throw AdapterFailure(
                .malformed,
                "the header says that column \(index + 1) is '\(name)', expected "
                    + "time, open, high, low, close, volume, trades in this order; reorder the file's columns",
                row: row, position: position)
        }
        return true
    }

    /// What each column of a file of trades is. Throws `malformed` when time, price or volume is missing or
    /// there twice.
    func tradeColumns(row: Int64, position: Int64) throws(AdapterFailure) -> [TradeColumn] {
        let columns = names.map { name -> TradeColumn in
            switch name {
            case "time", "timestamp", "unixtime": .time
            case "price": .price
            case "volume", "vol", "amount", "quantity", "qty", "size": .volume
            case "type", "side": .side
            case "tradeid", "id": .tradeID
            default: .other
            }
        }
        for needed in [TradeColumn.time, .price, .volume] where columns.count(where: { $0 == needed }) != 1 {
            throw AdapterFailure(
                .malformed,
                "the header '\(names.joined(separator: ","))' does not name one time, one price and one volume; "
                    + "expected Price,Volume,Timestamp,Type,OrderType,Misc,TradeID or no header and time,price,volume",
                row: row, position: position)
        }
        return columns
    }
}
