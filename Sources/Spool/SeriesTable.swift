import MarketData
import Storage

/// The series of a record as bytes: for each its interval in nanoseconds (0 for trades), base, quote and source; a name
/// is its length in bytes (16 bits) and UTF-8.
enum SeriesTable {
    /// The bytes of a table; nil when a name is longer than 65,535 bytes.
    static func encoded(_ series: [Series]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for one in series {
            bytes.append(littleEndian: one.kind.interval?.nanoseconds ?? 0)
            for name in [one.instrument.base, one.instrument.quote, one.source] {
                guard let length = UInt16(exactly: name.utf8.count) else { return nil }
                bytes.append(littleEndian: length)
                bytes.append(contentsOf: name.utf8)
            }
        }
        return bytes
    }

    /// Reads a table of so many series, all of one kind, that takes up all of the bytes.
    static func decoded(_ bytes: RawSpan, count: Int, kind: RecordHeader.Kind) throws(RecordProblem) -> [Series] {
        var series: [Series] = []
        var offset = 0
        for _ in 0..<count {
            guard bytes.byteCount - offset >= 8 else { throw RecordProblem("its table of series is cut short") }
            let nanoseconds = bytes.number(at: offset, Int64.self)
            offset += 8
            let base = try name(in: bytes, at: &offset)
            let quote = try name(in: bytes, at: &offset)
            let source = try name(in: bytes, at: &offset)
            series.append(
                Series(Instrument(base: base, quote: quote), try self.kind(nanoseconds, in: kind), source: source))
        }
        guard offset == bytes.byteCount else { throw RecordProblem("its table of series is too long") }
        return series
    }

    private static func kind(_ nanoseconds: Int64, in kind: RecordHeader.Kind) throws(RecordProblem) -> SeriesKind {
        switch (kind, Interval(nanoseconds: nanoseconds)) {
        case (.candles, let interval?): return .candles(interval)
        case (.trades, nil) where nanoseconds == 0: return .trades
        default: throw RecordProblem("a series of it has an impossible interval")
        }
    }

    private static func name(in bytes: RawSpan, at offset: inout Int) throws(RecordProblem) -> String {
        guard bytes.byteCount - offset >= 2 else { throw RecordProblem("its table of series is cut short") }
        let length = Int(bytes.number(at: offset, UInt16.self))
        offset += 2
        guard bytes.byteCount - offset >= length else { throw RecordProblem("its table of series is cut short") }
        let part = bytes.extracting(offset..<offset + length)
        offset += length
        let text = (0..<length).map { part.number(at: $0, UInt8.self) }
        guard let name = String(validating: text, as: UTF8.self) else {
            throw RecordProblem("a name in it is not UTF-8")
        }
        return name
    }
}
