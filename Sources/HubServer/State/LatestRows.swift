import Hummingbird
import MarketData
import Storage

/// `GET /v1/latest`: the newest row of each series that matches.
struct LatestRows {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    /// Series of an answer at most.
    private static let largestLimit = 1000

    private struct Candle: Encodable, Sendable {
        var time: String
        var open: Double
        var high: Double
        var low: Double
        var close: Double
        @Explicit var volume: Double?
        @Explicit var vwap: Double?
        @Explicit var trades: Int64?
    }

    private struct Trade: Encodable, Sendable {
        var time: String
        var price: Double
        @Explicit var volume: Double?
        @Explicit var side: String?
        @Explicit var trade_id: Int64?
    }

    private struct Row: Encodable, Sendable {
        var series: SeriesDocument
        var candle: Candle?
        var trade: Trade?
    }

    private struct Document: Encodable {
        var latest: [Row]
        /// Series that match and are left out.
        var more: Int
    }

    func response(to request: Request) async throws -> Response {
        let parameters = try QueryParameters(request, known: SeriesList.parameters + ["limit"])
        let filter = try SeriesList.filter(parameters)
        let limit = try parameters.integer("limit", in: 1...Self.largestLimit) ?? 100
        let (series, store, mark) = (services.series, services.store, try services.series.mark())
        let (rows, more) = try await services.threads.run {
            let found = try series.matching(filter, mark)
            let (candles, trades) = (CandleBatch(capacity: 1), TradeBatch(capacity: 1))
            return (
                try found.prefix(limit).map { try Self.row($0.series, store, candles, trades) },
                max(0, found.count - limit)
            )
        }
        return try TaggedReply(JSONBytes.encoded(Document(latest: rows, more: more))).response(to: request)
    }

    private static func row(
        _ series: Series, _ store: any TimeSeriesStore, _ candles: CandleBatch, _ trades: TradeBatch
    ) throws -> Row {
        func known(_ value: Double) -> Double? { value.isNaN ? nil : value }
        func known(_ value: Int64) -> Int64? { value < 0 ? nil : value }
        var row = Row(series: SeriesDocument(series))
        switch series.kind {
        case .candles:
            try store.readNewest(1, of: series, in: .all, into: candles)
            guard candles.count == 1 else { return row }
            row.candle = Candle(
                time: Timestamp(nanoseconds: candles.openTime[0]).description, open: candles.open[0],
                high: candles.high[0], low: candles.low[0], close: candles.close[0], volume: known(candles.volume[0]),
                vwap: known(candles.vwap[0]), trades: known(candles.trades[0]))
        case .trades:
            try store.readNewest(1, of: series, in: .all, into: trades)
            guard trades.count == 1 else { return row }
            let side = trades.side[0] == TradeSide.buy ? "buy" : trades.side[0] == TradeSide.sell ? "sell" : nil
            row.trade = Trade(
                time: Timestamp(nanoseconds: trades.time[0]).description, price: trades.price[0],
                volume: known(trades.volume[0]), side: side, trade_id: known(trades.tradeID[0]))
        }
        return row
    }
}
