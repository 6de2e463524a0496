/// What stands before and between the values of a row: their names in an object, or commas.
struct ColumnNames {
    /// Before the time of the first row, and of each that follows.
    let first: ShortText
    let next: ShortText
    /// Behind the time.
    let timeEnd: ShortText
    let open: ShortText
    let high: ShortText
    let low: ShortText
    let close: ShortText
    let volume: ShortText
    let vwap: ShortText
    let trades: ShortText
    let price: ShortText
    let side: ShortText
    let tradeID: ShortText
    /// A value that there is none of.
    let none: ShortText
    let buy: ShortText
    let sell: ShortText

    init(_ format: RowFormat) {
        let isCSV = format == .csv
        func name(_ text: String) -> ShortText { ShortText(isCSV ? "," : ",\"\(text)\":") }
        func word(_ text: String) -> ShortText { ShortText(isCSV ? text : "\"\(text)\"") }
        first = ShortText(isCSV ? "" : "{\"time\":\"")
        next = format == .json ? ShortText(",{\"time\":\"") : first
        timeEnd = ShortText(isCSV ? "" : "\"")
        (open, high, low, close) = (name("open"), name("high"), name("low"), name("close"))
        (volume, vwap, trades) = (name("volume"), name("vwap"), name("trades"))
        (price, side, tradeID) = (name("price"), name("side"), name("trade_id"))
        none = ShortText(isCSV ? "" : "null")
        (buy, sell) = (word("buy"), word("sell"))
    }
}
