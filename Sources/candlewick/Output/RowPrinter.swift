import ArgumentParser
import MarketData

/// Text forms of rows.
enum RowFormat: String, ExpressibleByArgument, CaseIterable {
    case csv
    case ndjson
}

/// Prints rows of several series, one a line.
struct RowPrinter: ~Copyable {
    private var output = TextOutput()
    private let format: RowFormat
    /// The end of each series' lines, ready made.
    private let tails: [String]

    init(format: RowFormat, series: [Series]) {
        self.format = format
        tails = series.map { Self.tail($0, format) }
    }

    /// The reader went away.
    var isClosed: Bool { output.isClosed }

    private static func tail(_ series: Series, _ format: RowFormat) -> String {
        let minutes = series.kind.interval.map { interval in
            interval.minutes.map(String.init) ?? "\(Double(interval.nanoseconds) / 6e10)"
        }
        // Names hold neither quotes nor commas: the pipeline lets none in.
        let (base, quote, source) = (series.instrument.base, series.instrument.quote, series.source)
        switch format {
        case .csv:
            return ",\(base),\(quote),\(minutes.map { "\($0)," } ?? "")\(source)"
        case .ndjson:
            let interval = minutes.map { #""interval_minutes":\#($0),"# } ?? ""
            return #","asset":"\#(base)","quote":"\#(quote)",\#(interval)"source":"\#(source)"}"#
        }
    }

    mutating func candleHeader() throws {
        guard format == .csv else { return }
        output.text("time,open,high,low,close,volume,trades,asset,quote,interval_minutes,source")
        try output.endLine()
    }

    mutating func tradeHeader() throws {
        guard format == .csv else { return }
        output.text("time,price,volume,side,trade_id,asset,quote,source")
        try output.endLine()
    }

    mutating func candle(_ batch: CandleBatch, _ row: Int, series: Int) throws {
        time(batch.openTime[row])
        number("open", batch.open[row])
        number("high", batch.high[row])
        number("low", batch.low[row])
        number("close", batch.close[row])
        number("volume", batch.volume[row])
        integer("trades", batch.trades[row])
        output.text(tails[series])
        try output.endLine()
    }

    mutating func trade(_ batch: TradeBatch, _ row: Int, series: Int) throws {
        time(batch.time[row])
        number("price", batch.price[row])
        number("volume", batch.volume[row])
        key("side")
        switch batch.side[row] {
        case TradeSide.buy: output.text(format == .csv ? "buy" : "\"buy\"")
        case TradeSide.sell: output.text(format == .csv ? "sell" : "\"sell\"")
        default: absent()
        }
        integer("trade_id", batch.tradeID[row])
        output.text(tails[series])
        try output.endLine()
    }

    /// Writes what is left.
    mutating func end() throws { try output.flush() }

    private mutating func time(_ nanoseconds: Int64) {
        if format == .ndjson { output.text(#"{"time":""#) }
        output.time(nanoseconds)
        if format == .ndjson { output.byte("\"") }
    }

    private mutating func key(_ name: String) {
        output.byte(",")
        if format == .ndjson {
            output.byte("\"")
            output.text(name)
            output.text("\":")
        }
    }

    private mutating func number(_ name: String, _ value: Double) {
        key(name)
        if value.isNaN { absent() } else { output.number(value) }
    }

    private mutating func integer(_ name: String, _ value: Int64) {
        key(name)
        if value < 0 { absent() } else { output.integer(value) }
    }

    private mutating func absent() {
        if format == .ndjson { output.text("null") }
    }
}
