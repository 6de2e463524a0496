import MarketData
import NIOCore

/// Rows as text, straight into bytes: no value becomes an object, and a number's text is the shortest that gives it back.
///
/// Spans check every write; words of eight bytes are written by one.
struct RowText {
    // As long as there is room; what is written is its first `count`.
    private var room: [UInt8]
    private var count = 0
    private let format: RowFormat
    private var form: RowForm

    /// Rows of one series.
    init(_ format: RowFormat, _ series: Series, capacity: Int) {
        (self.format, form) = (format, RowForm(format, tail: Self.tail(series, format)))
        room = Array(repeating: 0, count: capacity + form.longestRow)
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

    /// Takes what was written, and begins anew.
    mutating func taken() -> ByteBuffer {
        defer { count = 0 }
        return ByteBuffer(bytes: room[..<count])
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
        makeRoom(form.longestRow)
        Self.put(batch, row, &form, &room, &count)
    }

    mutating func trade(_ batch: TradeBatch, _ row: Int) {
        makeRoom(form.longestRow)
        Self.put(batch, row, &form, &room, &count)
    }

    private static func put(
        _ batch: CandleBatch, _ row: Int, _ form: inout RowForm, _ room: inout [UInt8], _ count: inout Int
    ) {
        var span = room.mutableSpan
        // Any bytes are values of UInt8.
        var bytes = unsafe span.mutableBytes
        form.put(batch, row, &bytes, &count)
    }

    private static func put(
        _ batch: TradeBatch, _ row: Int, _ form: inout RowForm, _ room: inout [UInt8], _ count: inout Int
    ) {
        var span = room.mutableSpan
        // Any bytes are values of UInt8.
        var bytes = unsafe span.mutableBytes
        form.put(batch, row, &bytes, &count)
    }

    private mutating func makeRoom(_ length: Int) {
        let missing = count + length - room.count
        if missing > 0 { room.append(contentsOf: repeatElement(0, count: max(missing, room.count))) }
    }
}
