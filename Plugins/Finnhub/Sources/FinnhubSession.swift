import AdapterKit
import AdapterKitJSON

/// Answers a query in the way that its kind needs.
struct FinnhubSession: AdapterSession {
    private var walk: any JSONWalking

    init(query: Query, host: Host) throws(AdapterFailure) {
        switch query.kind {
        case .candles: walk = try JSONWalk(Candles(query), token: query.resumeToken)
        case .instruments: walk = try JSONWalk(Symbols(query, host), token: query.resumeToken)
        case .trades:
            throw AdapterFailure(
                .invalidQuery, "Finnhub's trades come as a live stream, which this adapter does not read")
        }
    }

    mutating func nextRequest() throws(AdapterFailure) -> Request? { try walk.nextRequest() }

    mutating func decode(
        _ bytes: Span<UInt8>, of reply: borrowing Reply, into batch: inout BatchWriter
    ) throws(AdapterFailure) -> Decoded {
        try walk.decode(bytes, of: reply, into: &batch)
    }
}
