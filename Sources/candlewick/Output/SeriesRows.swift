import MarketData
import Storage

/// The newest rows of one series: a table, JSON or a chart.
struct SeriesRows {
    let store: any TimeSeriesStore
    let series: Series
    let range: TimeRange
    let json: Bool

    func show(last: Int) throws {
        switch series.kind {
        case .candles: try showCandles(last)
        case .trades: try showTrades(last)
        }
    }

    private func newestCandles(_ count: Int) throws(StorageError) -> CandleBatch {
        let batch = CandleBatch(capacity: count)
        try store.readNewest(count, of: series, in: range, into: batch)
        return batch
    }

    private func showCandles(_ last: Int) throws {
        let batch = try newestCandles(last)
        if json {
            var printer = RowPrinter(format: .ndjson, series: [series])
            for row in 0..<batch.count { try printer.candle(batch, row, series: 0) }
            return try printer.end()
        }
        print(Terminal.bold("\(series)"))
        var table = Table(
            ("TIME (UTC)", .left), ("OPEN", .right), ("HIGH", .right), ("LOW", .right), ("CLOSE", .right),
            ("VOLUME", .right), ("TRADES", .right))
        for row in 0..<batch.count {
            table.add(
                shortTime(Timestamp(nanoseconds: batch.openTime[row])), shortest(batch.open[row]),
                shortest(batch.high[row]), shortest(batch.low[row]), shortest(batch.close[row]),
                shortest(batch.volume[row]), batch.trades[row] < 0 ? "-" : grouped(Int(batch.trades[row])))
        }
        table.print()
    }

    private func showTrades(_ last: Int) throws {
        let batch = TradeBatch(capacity: last)
        try store.readNewest(last, of: series, in: range, into: batch)
        if json {
            var printer = RowPrinter(format: .ndjson, series: [series])
            for row in 0..<batch.count { try printer.trade(batch, row, series: 0) }
            return try printer.end()
        }
        print(Terminal.bold("\(series)"))
        var table = Table(("TIME (UTC)", .left), ("PRICE", .right), ("VOLUME", .right), ("SIDE", .left), ("ID", .right))
        for row in 0..<batch.count {
            let side = batch.side[row] == TradeSide.buy ? "buy" : batch.side[row] == TradeSide.sell ? "sell" : "-"
            table.add(
                Timestamp(nanoseconds: batch.time[row]).description, shortest(batch.price[row]),
                shortest(batch.volume[row]), side, batch.tradeID[row] < 0 ? "-" : String(batch.tradeID[row]))
        }
        table.print()
    }

    /// Draws as many of the newest candles as fit, or as were asked for.
    func drawChart(last: Int?) throws {
        let width = Terminal.width
        let fitting = max(1, (width - CandleChart.axisWidth) / 2)
        let batch = try newestCandles(min(last ?? fitting, fitting))
        let candles = (0..<batch.count).map { row in
            CandleChart.Candle(
                openTime: Timestamp(nanoseconds: batch.openTime[row]), open: batch.open[row], high: batch.high[row],
                low: batch.low[row], close: batch.close[row])
        }
        let wanted = last.map { $0 > fitting ? " of the last \(grouped($0)), as many as fit" : "" } ?? ""
        print(Terminal.bold("\(series), \(counted(candles.count, "candle"))\(wanted)"))
        for line in CandleChart(candles, width: width).lines(coloured: Terminal.outputShowsColours) { print(line) }
    }
}

/// The shortest text that gives the number back, `-` when it is absent.
func shortest(_ value: Double) -> String {
    if value.isNaN { return "-" }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
