import AdapterKit

/// Answers a query in the way that its kind needs.
struct MassiveSession: AdapterSession {
    private var walk: any Walking

    init(query: Query, host: Host) throws(AdapterFailure) {
        switch query.kind {
        case .instruments:
            walk = try Walk(Tickers(query, host), start: 0, token: query.resumeToken)
        case .trades:
            let trades = try Trades(query)
            walk = try Walk(trades, start: trades.start, token: query.resumeToken)
        case .candles:
            guard Massive.descriptor.intervals.contains(query.interval) else {
                throw AdapterFailure(
                    .invalidQuery,
                    "Massive has no candles of \(query.interval) ns that the hub could use; it has minutes \(Massive.minutes)"
                )
            }
            if query.wantsAllSymbols {
                let grouped = try Grouped(query, host)
                walk = try Walk(grouped, start: grouped.start, token: query.resumeToken)
            } else {
                let aggregates = try Aggregates(query)
                walk = try Walk(aggregates, start: aggregates.start, token: query.resumeToken)
            }
        }
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        try walk.decode(bytes, of: reply, into: &batch)
    }
}
