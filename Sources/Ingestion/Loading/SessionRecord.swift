import AdapterHost
import MarketData
import Transport

/// One session being recorded: its exchanges, and what the adapter made of them, so that the recording is a conformance
/// case as it stands.
final class SessionRecord {
    private let writer: RecordingWriter
    private let kind: SessionQuery.Kind
    private var rows: [String] = []
    private var assertions: [String] = []
    private var rejects: [String] = []

    init(_ query: SessionQuery, of adapter: String, now: Timestamp, in folder: RecordingFolder) throws(RecordingError) {
        writer = try folder.begin(RecordedQuery(query, adapter: adapter, now: now))
        kind = query.kind
    }

    /// Keeps an exchange.
    func add(_ request: SourceRequest, _ reply: SourceReply) throws(RecordingError) {
        try writer.record(RecordedExchange(request, reply))
    }

    /// Notes what a `decode` gave, before anything else is done with it.
    func add(_ decoded: Decoded, _ batch: RowBatch, of session: AdapterSession) {
        switch batch {
        case .candles(let batch): rows += (0..<batch.count).map { Self.line(batch, $0, session) }
        case .trades(let batch): rows += (0..<batch.count).map { Self.line(batch, $0, session) }
        }
        note(decoded, session)
    }

    /// Likewise of instruments.
    func add(_ decoded: Decoded, _ instruments: some Sequence<SourceInstrument>, of session: AdapterSession) {
        rows += instruments.map { one in
            Self.line([
                one.symbol, one.base, one.quote, one.name, one.category?.rawValue ?? "",
                one.isActive.map { "\($0)" } ?? "",
            ])
        }
        note(decoded, session)
    }

    /// Writes what came of it, at the session's end.
    ///
    /// - Parameter error: what the adapter said in the end, nil when it was done.
    func end(_ error: AdapterError?) throws(RecordingError) {
        let columns =
            switch kind {
            case .candles: "open_time,open,high,low,close,volume,vwap,trades,flags,symbol"
            case .trades: "time,price,volume,side,trade_id,symbol"
            case .instruments: "symbol,base,quote,name,category,active"
            }
        try writer.write(.expected, Self.table(columns, rows))
        if !assertions.isEmpty { try writer.write(.assertions, Self.table("class,symbol,start,end", assertions)) }
        if !rejects.isEmpty { try writer.write(.rejects, Self.table("exchange,row,code,reason", rejects)) }
        if let error {
            let word = error.errorClass.word.map { $0 == "-" ? "_" : $0 }
            try writer.write(
                .error,
                Self.table("exchange,class,message", [Self.line(["\(writer.count)", String(word), error.message])]))
        }
    }

    private func note(_ decoded: Decoded, _ session: AdapterSession) {
        assertions += decoded.assertions.map { assertion in
            Self.line([
                assertion.assertionClass == .covered ? "covered" : "source_limit",
                session.text(of: assertion.symbol) ?? "", "\(assertion.range.start.nanoseconds)",
                "\(assertion.range.end.nanoseconds)",
            ])
        }
        rejects += decoded.rejects.map { reject in
            Self.line(["\(writer.count)", reject.row < 0 ? "" : "\(reject.row)", "\(reject.code)", reject.reason])
        }
    }

    private static func line(_ batch: CandleBatch, _ row: Int, _ session: AdapterSession) -> String {
        let flags = batch.flags[row]
        let words = [
            flags & CandleFlags.final != 0 ? "final" : nil, flags & CandleFlags.noTrades != 0 ? "no_trades" : nil,
        ]
        let numbers = [batch.open, batch.high, batch.low, batch.close, batch.volume, batch.vwap].map { text($0[row]) }
        return line(
            ["\(batch.openTime[row])"] + numbers + [
                text(batch.trades[row]), words.compactMap(\.self).joined(separator: " "),
                session.text(of: batch.symbol[row]) ?? "",
            ])
    }

    private static func line(_ batch: TradeBatch, _ row: Int, _ session: AdapterSession) -> String {
        let side = [TradeSide.buy: "buy", TradeSide.sell: "sell"][batch.side[row]] ?? ""
        return line([
            "\(batch.time[row])", text(batch.price[row]), text(batch.volume[row]), side, text(batch.tradeID[row]),
            session.text(of: batch.symbol[row]) ?? "",
        ])
    }

    private static func text(_ value: Double) -> String { value.isNaN ? "" : "\(value)" }
    private static func text(_ count: Int64) -> String { count == -1 ? "" : "\(count)" }

    private static func table(_ columns: String, _ lines: [String]) -> String {
        ([columns] + lines).joined(separator: "\n") + "\n"
    }

    /// RFC 4180.
    private static func line(_ fields: [String]) -> String {
        fields.map { field in
            let isPlain = !field.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }
            return isPlain
                ? field
                : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }
}
