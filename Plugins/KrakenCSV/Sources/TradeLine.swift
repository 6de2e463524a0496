import AdapterKit

/// A line of a file of trades, looked at field by field.
enum TradeLine {
    case good(Trade)
    case bad(Reject.Code, String)

    /// Judges a line in a file of these columns.
    init(_ bytes: Span<UInt8>, _ line: CSVLine, columns: [TradeColumn], isCutOff: Bool) {
        guard line.fields.count == columns.count else {
            let count = line.fields.count
            self = .bad(
                .columns,
                (isCutOff && count < columns.count ? "the file ends in the middle of a line: " : "")
                    + "\(count) \(count == 1 ? "column" : "columns"), expected \(columns.count)"
                    + (columns == TradeLines.plain ? ": time, price, volume" : ", as the header has"))
            return
        }
        let ending = isCutOff ? "; the file ends in the middle of this line" : ""
        var trade = Trade(time: 0, price: 0, volume: 0)
        for (column, field) in zip(columns, line.fields) {
            let end = field == line.fields.last ? ending : ""
            let text = bytes.extracting(field)
            switch column {
            case .time:
                guard let time = Int64(nanosecondsOfSeconds: text) else {
                    self = .bad(.time, LineProblem.time(bytes, field) + end)
                    return
                }
                trade.time = time
            case .price, .volume:
                guard let number = Double(decimal: text) else {
                    let name = column == .price ? "price" : "volume"
                    self = .bad(.number, LineProblem.number(bytes, field, name) + end)
                    return
                }
                if column == .price { trade.price = number } else { trade.volume = number }
            case .side:
                guard let side = TradeLine.side(bytes, field) else {
                    self = .bad(
                        .text, "the type '\(String(quoting: bytes, field))' is none of b, s, buy and sell" + end)
                    return
                }
                trade.side = side
            case .tradeID:
                if field.isEmpty { continue }
                guard let number = Int64(wholeNumber: text) else {
                    self = .bad(.number, LineProblem.wholeNumber(bytes, field, "trade id") + end)
                    return
                }
                trade.tradeID = number
            case .other: continue
            }
        }
        self = .good(trade)
    }

    /// `b`, `s`, `buy`, `sell` in any case, or nothing: Kraken's type is what the taker did.
    static func side(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Side? {
        if field.isEmpty { return Side.none }
        let first = bytes[field.lowerBound] | 0x20
        switch (first, field.count) {
        case (UInt8(ascii: "b"), 1): return .buy
        case (UInt8(ascii: "s"), 1): return .sell
        default:
            return switch String(quoting: bytes, field, limit: 5).lowercased() {
            case "buy": .buy
            case "sell": .sell
            default: nil
            }
        }
    }
}
