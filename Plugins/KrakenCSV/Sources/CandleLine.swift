import AdapterKit

/// A line of a candle file, looked at field by field.
enum CandleLine {
    case good(Candle)
    case bad(Reject.Code, String)

    static let names = ["time", "open", "high", "low", "close", "volume", "trades"]

    /// Judges a line in a file that has had `columns`.
    init(_ bytes: Span<UInt8>, _ line: CSVLine, columns: Int, isCutOff: Bool) {
        let count = line.fields.count
        guard count == 7 || (count == 6 && columns == 6) else {
            let expected = columns == 7 ? "7" : "6 or 7"
            self = .bad(
                .columns,
                (isCutOff && count < 7 ? "the file ends in the middle of a line: " : "")
                    + "\(count) \(count == 1 ? "column" : "columns"), expected \(expected): "
                    + "time, open, high, low, close, volume\(columns == 7 ? ", trades" : " and, mostly, trades")")
            return
        }
        let ending = isCutOff ? "; the file ends in the middle of this line" : ""
        guard let time = Int64(nanosecondsOfSeconds: bytes.extracting(line.fields[0])) else {
            self = .bad(.time, LineProblem.time(bytes, line.fields[0]))
            return
        }
        var prices: [Double] = []
        for index in 1...5 {
            guard let price = Double(decimal: bytes.extracting(line.fields[index])) else {
                self = .bad(
                    .number,
                    LineProblem.number(bytes, line.fields[index], CandleLine.names[index])
                        + (index == count - 1 ? ending : ""))
                return
            }
            prices.append(price)
        }
        var trades: Int64 = -1
        if count == 7 {
            guard let number = Int64(wholeNumber: bytes.extracting(line.fields[6])), number >= 0 else {
                self = .bad(.number, LineProblem.count(bytes, line.fields[6], "trades") + ending)
                return
            }
            trades = number
        }
        self = .good(
            Candle(
                openTime: time, open: prices[0], high: prices[1], low: prices[2], close: prices[3],
                volume: prices[4], trades: trades))
    }
}
