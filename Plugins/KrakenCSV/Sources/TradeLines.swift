import AdapterKit

/// Reads lines of trades, in the order of columns that the file has.
struct TradeLines {
    private(set) var span: AssertedSpan
    private let columns: [TradeColumn]
    private let position: Int64

    /// The complete dump's order; it has no header.
    static let plain: [TradeColumn] = [.time, .price, .volume]

    init(columns: [TradeColumn], position: Int64, span: AssertedSpan) {
        self.columns = columns
        self.position = position
        self.span = span
    }

    /// Reads lines until there are no more or the batch is full.
    mutating func decode(_ reader: inout LineReader, _ bytes: Span<UInt8>, into batch: inout BatchWriter) {
        let isPlain = columns == TradeLines.plain
        repeat {
            let isStopped =
                isPlain ? readPlainRun(&reader, into: &batch.trades) : readRun(&reader, bytes, into: &batch.trades)
            guard isStopped else { return }
        } while readSlowly(&reader, bytes, into: &batch)
    }

    /// Reads `time, price, volume` as long as lines are as expected. True: it stopped at one that is not.
    private mutating func readPlainRun(_ reader: inout LineReader, into trades: inout TradeWriter) -> Bool {
        var span = self.span
        defer { self.span = span }
        while !trades.isFull, reader.nextLine() {
            guard let time = reader.seconds(.comma), let price = reader.decimal(.comma),
                let volume = reader.decimal(.line)
            else { return true }
            trades.append(
                Trade(
                    time: time, price: price, volume: volume, row: reader.line,
                    position: position &+ Int64(reader.lineStart)))
            span.take(time)
        }
        return false
    }

    /// The same in the order that a header named.
    private mutating func readRun(
        _ reader: inout LineReader, _ bytes: Span<UInt8>, into trades: inout TradeWriter
    ) -> Bool {
        let columns = self.columns
        var span = self.span
        defer { self.span = span }
        while !trades.isFull, reader.nextLine() {
            var trade = Trade(
                time: 0, price: 0, volume: 0, row: reader.line, position: position &+ Int64(reader.lineStart))
            for index in columns.indices {
                let end: FieldEnd = index == columns.count - 1 ? .line : .comma
                switch columns[index] {
                case .time:
                    guard let time = reader.seconds(end) else { return true }
                    trade.time = time
                case .price:
                    guard let price = reader.decimal(end) else { return true }
                    trade.price = price
                case .volume:
                    guard let volume = reader.decimal(end) else { return true }
                    trade.volume = volume
                case .side:
                    guard let field = reader.field(end), let side = TradeLine.side(bytes, field) else { return true }
                    trade.side = side
                case .tradeID:
                    // An empty one goes the slow way.
                    guard let number = reader.integer(end) else { return true }
                    trade.tradeID = number
                case .other:
                    guard reader.field(end) != nil else { return true }
                }
            }
            trades.append(trade)
            span.take(trade.time)
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
        switch TradeLine(bytes, line, columns: columns, isCutOff: isCutOff) {
        case .good(var trade):
            trade.row = reader.line
            trade.position = position + Int64(line.range.lowerBound)
            span.take(trade.time)
            batch.trades.append(trade)
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
