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

/// A line of a file of trades, looked at field by field.
enum TradeLine {
    case good(Trade)
    case bad(Reject.Code, String)

    /// Judges a line in a file of these columns.
    init(_ bytes: Span<UInt8>, _ line: CSVLine, columns: [TradeColumn], isCutOff: Bool) {
        guard line.fields.count == columns.count else {
            let count = line.fields.count
            self = .bad(
                .columns,
                (isCutOff && count < columns.count ? "the file ends in the middle of a line: " : "")
                    + "\(count) \(count == 1 ? "column" : "columns"), expected \(columns.count)"
                    + (columns == TradeLines.plain ? ": time, price, volume" : ", as the header has"))
            return
        }
        let ending = isCutOff ? "; the file ends in the middle of this line" : ""
        var trade = Trade(time: 0, price: 0, volume: 0)
        for (column, field) in zip(columns, line.fields) {
            let end = field == line.fields.last ? ending : ""
            let text = bytes.extracting(field)
            switch column {
            case .time:
                guard let time = Int64(nanosecondsOfSeconds: text) else {
                    self = .bad(.time, LineProblem.time(bytes, field) + end)
                    return
                }
                trade.time = time
            case .price, .volume:
                guard let number = Double(decimal: text) else {
                    let name = column == .price ? "price" : "volume"
                    self = .bad(.number, LineProblem.number(bytes, field, name) + end)
                    return
                }
                if column == .price { trade.price = number } else { trade.volume = number }
            case .side:
                guard let side = TradeLine.side(bytes, field) else {
                    self = .bad(
                        .text, "the type '\(String(quoting: bytes, field))' is none of b, s, buy and sell" + end)
                    return
                }
                trade.side = side
            case .tradeID:
                if field.isEmpty { continue }
                guard let number = Int64(wholeNumber: text) else {
                    self = .bad(.number, LineProblem.wholeNumber(bytes, field, "trade id") + end)
                    return
                }
                trade.tradeID = number
            case .other: continue
            }
        }
        self = .good(trade)
    }

    /// `b`, `s`, `buy`, `sell` in any case, or nothing: Kraken's type is what the taker did.
    static func side(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Side? {
        if field.isEmpty { return Side.none }
        let first = bytes[field.lowerBound] | 0x20
        switch (first, field.count) {
        case (UInt8(ascii: "b"), 1): return .buy
        case (UInt8(ascii: "s"), 1): return .sell
        default:
            return switch String(quoting: bytes, field, limit: 5).lowercased() {
            case "buy": .buy
            case "sell": .sell
            default: nil
            }
        }
    }
}
