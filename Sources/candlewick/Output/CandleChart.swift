import MarketData

/// Candles drawn in characters: time to the right, price upwards.
struct CandleChart {
    struct Candle {
        var openTime: Timestamp
        var open: Double
        var high: Double
        var low: Double
        var close: Double
    }

    let candles: [Candle]
    let height: Int

    /// The newest candles that fit the width, two columns each, beside the price axis.
    init(_ candles: [Candle], width: Int, height: Int = 16) {
        self.candles = Array(candles.suffix(max(1, (width - Self.axisWidth) / 2)))
        self.height = max(4, height)
    }

    static let axisWidth = 14

    /// Rows in which the candle's body and wick show. A row is split in halves for finer steps.
    func lines(coloured: Bool) -> [String] {
        guard let top = candles.map(\.high).max(), let bottom = candles.map(\.low).min() else { return [] }
        let span = top > bottom ? top - bottom : max(abs(top), 1) * 1e-6
        func level(_ price: Double) -> Int { Int(((price - bottom) / span * Double(height * 2 - 1)).rounded()) }

        var lines: [String] = []
        for row in stride(from: height - 1, through: 0, by: -1) {
            var line = ""
            for candle in candles {
                let mark = Self.mark(
                    row: row, body: (level(min(candle.open, candle.close)), level(max(candle.open, candle.close))),
                    wick: (level(candle.low), level(candle.high)), rising: candle.close >= candle.open)
                line += coloured && mark != " " ? Self.coloured(mark, rising: candle.close >= candle.open) : mark
                line += " "
            }
            let price = bottom + span * (Double(row) + 0.5) / Double(height)
            let label = row % 3 == 0 ? " ┤ \(Self.label(price, span: span))" : " │"
            lines.append(line + label)
        }
        lines.append(timeAxis())
        return lines
    }

    /// The character of one row: a rising body is `█`, a falling one `▒`; halves where it begins or ends.
    static func mark(row: Int, body: (Int, Int), wick: (Int, Int), rising: Bool) -> String {
        let (lower, upper) = (row * 2, row * 2 + 1)
        let bodyLow = body.0 <= lower && lower <= body.1
        let bodyHigh = body.0 <= upper && upper <= body.1
        if bodyLow, bodyHigh { return rising ? "█" : "▒" }
        if bodyHigh { return "▀" }
        if bodyLow { return "▄" }
        let wickLow = wick.0 <= lower && lower <= wick.1
        let wickHigh = wick.0 <= upper && upper <= wick.1
        if wickLow, wickHigh { return "│" }
        if wickHigh { return "╵" }
        if wickLow { return "╷" }
        return " "
    }

    private static func coloured(_ mark: String, rising: Bool) -> String {
        rising ? Terminal.green(mark) : Terminal.red(mark)
    }

    /// A price with as many digits as tell rows of the chart apart.
    private static func label(_ price: Double, span: Double) -> String {
        var step = span / 100
        var decimals = 0
        while step < 1, decimals < 12 {
            step *= 10
            decimals += 1
        }
        return fixed(price, decimals: decimals)
    }

    /// The first and the last time below the candles that they belong to.
    private func timeAxis() -> String {
        guard let first = candles.first, let last = candles.last else { return "" }
        let width = candles.count * 2
        let left = shortTime(first.openTime)
        let right = shortTime(last.openTime)
        guard candles.count > 1, left.count + right.count + 2 <= width else { return left }
        return left + String(repeating: " ", count: width - left.count - right.count) + right
    }
}

/// `2024-04-14 04:00`.
func shortTime(_ time: Timestamp) -> String {
    let text = time.description
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
}

/// A number with so many decimals, rounded half away from zero.
func fixed(_ value: Double, decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 1e15 else { return value.description }
    let digits = String(Int64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    return decimals == 0 ? sign + padded : "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
}
