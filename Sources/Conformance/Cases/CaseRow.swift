import AdapterHost
import MarketData

/// A row as the fields of a line of expected.csv; numbers in the form that `Double` prints, so that equal fields
/// are equal values, bit for bit.
public struct CaseRow: Hashable, Sendable, CustomStringConvertible {
    /// In the order of the file's columns.
    public var fields: [String]
    /// Nil for an instrument.
    public var time: Int64?
    /// The row's own name of its instrument; empty: the query's.
    public var symbol: String

    /// The line, unquoted.
    public var description: String { fields.joined(separator: ",") }

    static let candleColumns = [
        "open_time", "open", "high", "low", "close", "volume", "vwap", "trades", "flags", "symbol",
    ]
    static let tradeColumns = ["time", "price", "volume", "side", "trade_id", "symbol"]
    static let instrumentColumns = ["symbol", "base", "quote", "name", "category", "active"]

    /// A line of expected.csv for a query of that kind.
    init(line: [String], of kind: SessionQuery.Kind) throws {
        let numbers: Range<Int>
        switch kind {
        case .candles: numbers = 1..<7
        case .trades: numbers = 1..<3
        case .instruments:
            self.init(fields: line, time: nil, symbol: line[0])
            return
        }
        guard let time = Int64(line[0]) else { throw CaseProblem("'\(line[0])' is no time in nanoseconds") }
        var fields = line
        for index in numbers where !line[index].isEmpty {
            guard let value = Double(line[index]) else { throw CaseProblem("'\(line[index])' is no number") }
            fields[index] = Self.text(value)
        }
        self.init(fields: fields, time: time, symbol: line[line.count - 1])
    }

    private init(fields: [String], time: Int64?, symbol: String) {
        (self.fields, self.time, self.symbol) = (fields, time, symbol)
    }

    private static func text(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
    private static func text(_ count: Int64) -> String { count == -1 ? "" : "\(count)" }

    static func rows(_ batch: CandleBatch, in session: AdapterSession) throws -> [CaseRow] {
        try (0..<batch.count).map { index in
            let symbol = try name(batch.symbol[index], in: session)
            let numbers = [batch.open, batch.high, batch.low, batch.close, batch.volume, batch.vwap]
            let flags = batch.flags[index]
            let words = [
                flags & CandleFlags.final != 0 ? "final" : nil, flags & CandleFlags.noTrades != 0 ? "no_trades" : nil,
            ]
            let time = batch.openTime[index]
            return CaseRow(
                fields: ["\(time)"] + numbers.map { text($0[index]) } + [text(batch.trades[index])]
                    + [words.compactMap(\.self).joined(separator: " "), symbol],
                time: time, symbol: symbol)
        }
    }

    static func rows(_ batch: TradeBatch, in session: AdapterSession) throws -> [CaseRow] {
        try (0..<batch.count).map { index in
            let symbol = try name(batch.symbol[index], in: session)
            let side =
                switch batch.side[index] {
                case TradeSide.buy: "buy"
                case TradeSide.sell: "sell"
                case TradeSide.none: ""
                default: "unknown side \(batch.side[index])"
                }
            let time = batch.time[index]
            return CaseRow(
                fields: [
                    "\(time)", text(batch.price[index]), text(batch.volume[index]), side, text(batch.tradeID[index]),
                    symbol,
                ], time: time, symbol: symbol)
        }
    }

    static func row(_ instrument: SourceInstrument) -> CaseRow {
        CaseRow(
            fields: [
                instrument.symbol, instrument.base, instrument.quote, instrument.name,
                instrument.category?.rawValue ?? "", instrument.isActive.map { "\($0)" } ?? "",
            ], time: nil, symbol: instrument.symbol)
    }

    static func name(_ id: UInt32, in session: AdapterSession) throws -> String {
        guard let text = session.text(of: id) else {
            throw CaseProblem("a row or an assertion has the string id \(id), which was never given out")
        }
        return text
    }
}
