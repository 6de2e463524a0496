import MarketData

/// Rows as text, straight into bytes: no value becomes an object, and a number's text is the shortest that gives it back.
struct RowText {
    // As long as there is room; what is written is its first `count`.
    private var room: [UInt8]
    private var count = 0
    private let format: RowFormat
    /// The end of each row, ready made.
    private let tail: [UInt8]
    private var isFirst = true
    private var day = DayText()
    /// Decimals of each column's last value: the next has mostly as many.
    private var decimals: [Int] = Array(repeating: 2, count: 6)

    /// Room for the longest row without its tail: six numbers of at most 25 bytes, their names, a time.
    private static let longestRow = 512

    /// Rows of one series.
    init(_ format: RowFormat, _ series: Series, capacity: Int) {
        self.format = format
        tail = Array(Self.tail(series, format).utf8)
        room = Array(repeating: 0, count: capacity + Self.longestRow)
    }

    private static func tail(_ series: Series, _ format: RowFormat) -> String {
        let minutes = minutes(series)
        let (base, quote, source) = (series.instrument.base, series.instrument.quote, series.source)
        switch format {
        case .json: return "}"
        case .csv:
            // Names hold no commas: the pipeline lets none in.
            return ",\(base),\(quote),\(minutes.map { "\($0)," } ?? "")\(source)\n"
        case .ndjson:
            let interval = minutes.map { "\"interval_minutes\":\($0)," } ?? ""
            return ",\"asset\":\(quoted(base)),\"quote\":\(quoted(quote)),\(interval)\"source\":\(quoted(source))}\n"
        }
    }

    /// `60`, or `0.5` for half a minute; nil for trades.
    private static func minutes(_ series: Series) -> String? {
        series.kind.interval.map { interval in
            interval.minutes.map(String.init) ?? "\(Double(interval.nanoseconds) / 6e10)"
        }
    }

    /// A name as a string of JSON.
    private static func quoted(_ name: String) -> String {
        let escaped = name.unicodeScalars.map { scalar -> String in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\u{0}"..<" ": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    /// `{"asset":"BTC",…}`: what a page of JSON says of its series.
    static func document(_ series: Series) -> String {
        let (base, quote) = (quoted(series.instrument.base), quoted(series.instrument.quote))
        let kind = series.kind == .trades ? "trades" : "candles"
        return "{\"asset\":\(base),\"quote\":\(quote),\"kind\":\"\(kind)\","
            + "\"interval_minutes\":\(minutes(series) ?? "null"),\"source\":\(quoted(series.source))}"
    }

    /// What was written.
    var bytes: [UInt8] { Array(room[..<count]) }

    /// Takes what was written, and begins anew.
    mutating func taken() -> [UInt8] {
        defer { count = 0 }
        return bytes
    }

    mutating func text(_ text: String) {
        let utf8 = Array(text.utf8)
        makeRoom(utf8.count)
        for byte in utf8 {
            room[count] = byte
            count += 1
        }
    }

    /// The columns of CSV: those of `candlewick export`.
    enum Columns: String {
        case candles = "time,open,high,low,close,volume,trades,asset,quote,interval_minutes,source"
        case trades = "time,price,volume,side,trade_id,asset,quote,source"
    }

    /// The line of names above CSV.
    mutating func header(_ columns: Columns) {
        if format == .csv { text(columns.rawValue + "\n") }
    }

    mutating func candle(_ batch: CandleBatch, _ row: Int) {
        begin(batch.openTime[row])
        number(",\"open\":", batch.open[row], 0)
        number(",\"high\":", batch.high[row], 1)
        number(",\"low\":", batch.low[row], 2)
        number(",\"close\":", batch.close[row], 3)
        number(",\"volume\":", batch.volume[row], 4)
        if format == .json, !batch.vwap[row].isNaN { number(",\"vwap\":", batch.vwap[row], 5) }
        integer(",\"trades\":", batch.trades[row])
        end()
    }

    mutating func trade(_ batch: TradeBatch, _ row: Int) {
        begin(batch.time[row])
        number(",\"price\":", batch.price[row], 0)
        number(",\"volume\":", batch.volume[row], 4)
        var at = count
        let (format, isCSV) = (format, format == .csv)
        var span = room.mutableSpan
        NumberText.name(",\"side\":", format, &span, &at)
        switch batch.side[row] {
        case TradeSide.buy: NumberText.put(isCSV ? "buy" : "\"buy\"", &span, &at)
        case TradeSide.sell: NumberText.put(isCSV ? "sell" : "\"sell\"", &span, &at)
        default: NumberText.put(isCSV ? "" : "null", &span, &at)
        }
        count = at
        integer(",\"trade_id\":", batch.tradeID[row])
        end()
    }

    private mutating func makeRoom(_ length: Int) {
        let missing = count + length - room.count
        if missing > 0 { room.append(contentsOf: repeatElement(0, count: max(missing, room.count))) }
    }

    private mutating func begin(_ time: Int64) {
        makeRoom(Self.longestRow + tail.count)
        day.prepare(time)
        let (day, isNext) = (day, format == .json && !isFirst)
        var at = count
        isFirst = false
        let format = format
        var span = room.mutableSpan
        if isNext { NumberText.put(",", &span, &at) }
        if format != .csv { NumberText.put("{\"time\":\"", &span, &at) }
        day.put(time, &span, &at)
        if format != .csv { NumberText.put("\"", &span, &at) }
        count = at
    }

    private mutating func end() {
        var at = count
        let tail = tail
        var span = room.mutableSpan
        for byte in tail {
            span[at] = byte
            at += 1
        }
        count = at
    }

    private mutating func number(_ name: StaticString, _ value: Double, _ column: Int) {
        var (at, places) = (count, decimals[column])
        let format = format
        var span = room.mutableSpan
        NumberText.name(name, format, &span, &at)
        if value.isNaN {
            if format != .csv { NumberText.put("null", &span, &at) }
        } else {
            NumberText.put(value, &places, &span, &at)
        }
        count = at
        decimals[column] = places
    }

    private mutating func integer(_ name: StaticString, _ value: Int64) {
        var at = count
        let format = format
        var span = room.mutableSpan
        NumberText.name(name, format, &span, &at)
        if value >= 0 {
            NumberText.digits(UInt64(value), &span, &at)
        } else if format != .csv {
            NumberText.put("null", &span, &at)
        }
        count = at
    }
}
