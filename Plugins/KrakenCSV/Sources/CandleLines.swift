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
                let trades = hasTrades ? reader.integer(.line) : -1
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
            guard let number = Int64(wholeNumber: bytes.extracting(line.fields[6])) else {
                self = .bad(.number, LineProblem.wholeNumber(bytes, line.fields[6], "trades") + ending)
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
