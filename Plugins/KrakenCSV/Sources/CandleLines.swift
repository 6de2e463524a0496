import AdapterKit

/// Reads lines of candles: `time, open, high, low, close, volume` and, mostly, `trades`.
struct CandleLines {
    /// 6 or 7: the most that a good line has had. A file of seven columns does not go back to six: such a line
    /// has lost its last field.
    private(set) var columns: Int
    private(set) var span: AssertedSpan
    private let position: Int64

    init(columns: Int, position: Int64, span: AssertedSpan) {
        self.columns = columns
        self.position = position
        self.span = span
    }

    /// Reads lines until there are no more or the batch is full.
    mutating func decode(_ reader: inout LineReader, _ bytes: Span<UInt8>, into batch: inout BatchWriter) {
        repeat {
            let isStopped =
                columns == 7
                ? readRun(&reader, into: &batch.candles, hasTrades: true)
                : readRun(&reader, into: &batch.candles, hasTrades: false)
            guard isStopped else { return }
        } while readSlowly(&reader, bytes, into: &batch)
    }

    /// Reads as long as lines are as expected. True: it stopped at one that is not, and is still in it.
    @inline(__always)
    private mutating func readRun(
        _ reader: inout LineReader, into candles: inout CandleWriter, hasTrades: Bool
    ) -> Bool {
        var span = self.span
        defer { self.span = span }
        while !candles.isFull, reader.nextLine() {
            guard let time = reader.seconds(.comma), let open = reader.decimal(.comma),
                let high = reader.decimal(.comma), let low = reader.decimal(.comma),
                let close = reader.decimal(.comma),
                let volume = reader.decimal(hasTrades ? .comma : .line),
                // -1 is not Kraken's: here it means that the file has no such column.
                let trades = hasTrades ? reader.integer(.line) : -1, !hasTrades || trades >= 0
            else { return true }
            candles.append(
                Candle(
                    openTime: time, open: open, high: high, low: low, close: close, volume: volume, trades: trades,
                    row: reader.line, position: position &+ Int64(reader.lineStart)))
            span.take(time)
        }
        return false
    }

    /// Reads the line in which a run stopped: a reject, mostly. False when the batch has no room for it.
    private mutating func readSlowly(
        _ reader: inout LineReader, _ bytes: Span<UInt8>, into batch: inout BatchWriter
    ) -> Bool {
        let isCutOff = reader.isCutOff
        let line = CSVLine(bytes, reader.skipLine())
        if line.isBlank(bytes) { return true }
        switch CandleLine(bytes, line, columns: columns, isCutOff: isCutOff) {
        case .good(var candle):
            candle.row = reader.line
            candle.position = position + Int64(line.range.lowerBound)
            columns = line.fields.count
            span.take(candle.openTime)
            batch.candles.append(candle)
        case .bad(let code, let reason):
            if batch.rejects.isFull {
                reader.unreadLine()
                return false
            }
            batch.rejects.append(Reject(code, reason, row: reader.line, record: line.range))
        }
        return true
    }
}
