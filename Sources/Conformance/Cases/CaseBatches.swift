import AdapterHost
import MarketData

/// What a session of a case decodes into, the same for all of its calls.
enum CaseBatches {
    case candles(CandleBatch)
    case trades(TradeBatch)
    case instruments

    init(_ kind: SessionQuery.Kind, capacity: Int) {
        switch kind {
        case .candles: self = .candles(CandleBatch(capacity: capacity))
        case .trades: self = .trades(TradeBatch(capacity: capacity))
        case .instruments: self = .instruments
        }
    }

    /// Decodes a piece, and writes down its rows: what they are, where they came from, what is strange in them.
    func decode(
        _ bytes: RawSpan, position: Int, isLast: Bool, _ reply: ReplyContext, _ session: AdapterSession,
        into play: inout CasePlay
    ) throws -> Decoded {
        let position = Int64(position)
        let exchange = play.requests.count
        switch self {
        case .candles(let batch):
            batch.count = 0
            let decoded = try session.decode(bytes, position: position, isLast: isLast, reply: reply, into: batch)
            play.strangeValues += StrangeValues.of(batch)
            play.rows += try CaseRow.rows(batch, in: session)
            play.places += (0..<batch.count).map {
                CasePlace(exchange: exchange, row: batch.row[$0], position: batch.position[$0])
            }
            return decoded
        case .trades(let batch):
            batch.count = 0
            let decoded = try session.decode(bytes, position: position, isLast: isLast, reply: reply, into: batch)
            play.strangeValues += StrangeValues.of(batch)
            play.rows += try CaseRow.rows(batch, in: session)
            play.places += (0..<batch.count).map {
                CasePlace(exchange: exchange, row: batch.row[$0], position: batch.position[$0])
            }
            return decoded
        case .instruments:
            var list: [SourceInstrument] = []
            let decoded = try session.decode(bytes, position: position, isLast: isLast, reply: reply, into: &list)
            play.rows += list.map(CaseRow.row)
            play.places += list.map { CasePlace(exchange: exchange, row: $0.row, position: $0.position) }
            return decoded
        }
    }
}
