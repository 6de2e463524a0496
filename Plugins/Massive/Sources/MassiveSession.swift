import AdapterKit
import AdapterKitJSON

/// Answers a query in the way that its kind needs.
struct MassiveSession: AdapterSession {
    private var walk: any JSONWalking

    init(query: Query, host: Host) throws(AdapterFailure) {
        let token = query.resumeToken
        switch query.kind {
        case .instruments: walk = try JSONWalk(Tickers(query, host), token: token)
        case .trades: walk = try JSONWalk(Trades(query), token: token)
        case .candles:
            guard Massive.descriptor.intervals.contains(query.interval) else {
                throw AdapterFailure(
                    .invalidQuery,
                    "Massive has no candles of \(query.interval) ns that the hub could use; it has minutes "
                        + "\(Massive.minutes)")
            }
            walk =
                query.wantsAllSymbols
                ? try JSONWalk(Grouped(query, host), token: token) : try JSONWalk(Aggregates(query), token: token)
        }
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        try walk.decode(bytes, of: reply, into: &batch)
    }
}
