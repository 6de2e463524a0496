import AdapterKit

/// A line of a file: `time,open,high,low,close,volume`.
enum CandleLine {
    /// The first line of every file of this source; a file without it is another source's.
    static let header = "time,open,high,low,close,volume"

    /// The line's candle, nil for what is none. Steps to the line's end when it is one.
    static func read(_ reader: inout LineReader) -> Candle? {
        guard let time = reader.seconds(.comma), time >= 0, let open = reader.decimal(.comma),
            let high = reader.decimal(.comma), let low = reader.decimal(.comma), let close = reader.decimal(.comma),
            let volume = reader.decimal(.line)
        else { return nil }
        return Candle(openTime: time, open: open, high: high, low: low, close: close, volume: volume)
    }

    /// Why a line is no candle.
    static func problem(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (code: Reject.Code, reason: String) {
        let fields = CSVLine(bytes, range).fields
        if fields.count != 6 { return (.columns, "expected 6 columns: time, open, high, low, close, volume") }
        guard let time = Int64(nanosecondsOfSeconds: bytes.extracting(fields[0])), time >= 0 else {
            return (.time, "the time is not seconds since 1970 (UTC), like 1704067200")
        }
        return (.number, "a price or the volume is no decimal number, like 42000.5")
    }
}
