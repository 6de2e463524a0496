import HTTPTypes
import Hummingbird
import MarketData
import Overview
import Storage

/// `GET /v1/coverage`: what is asserted, a line a history; of one asset also by whom and when.
struct CoverageReading {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    private struct Histories: Encodable, Sendable { var histories: [CoverageRow] }

    private struct Detail: Encodable, Sendable {
        var asset: String
        var tier: String
        var histories: [CoverageRow]
        /// The newest.
        var assertions: [AssertionRow]
        /// Those that are left out.
        var more_assertions: Int
        var suspects: [SuspectRow]
        var more_suspects: Int
    }

    /// What is wanted.
    private struct Wish: Sendable {
        var quote: String?
        var interval: Interval?
        var source: String?

        func matches(_ scope: CoverageScope, _ asset: Asset?) -> Bool {
            if let source, scope.source != source { return false }
            if let interval, scope.kind.interval != interval { return false }
            switch scope {
            case .series(let series):
                if let quote, series.instrument.quote != quote { return false }
                return asset.map { $0.ticker == series.instrument.base } ?? true
            case .group(_, _, let category): return asset.map { $0.category == category } ?? true
            }
        }
    }

    func response(to request: Request) async throws -> Response {
        let parameters = try QueryParameters(request, known: ["asset", "quote", "interval", "source", "limit"])
        let ticker = try parameters.name("asset")
        let limit = try parameters.integer("limit", in: 1...10_000) ?? 1000
        let wish = Wish(
            quote: try parameters.name("quote"), interval: try parameters.interval(),
            source: try parameters.name("source"))
        let (ledger, identity) = (services.ledger, services.identity)
        let json = try await services.threads.run {
            let asset = try ticker.map { try KnownAsset.named($0, in: ledger) }
            let histories = try HistoryCoverage.all(ledger, of: identity, asset: asset) { wish.matches($0, asset) }
                .map(CoverageRow.init)
            guard let asset else { return try JSONBytes.encoded(Histories(histories: histories)) }
            return try JSONBytes.encoded(Self.detail(asset, histories, wish, limit, ledger, identity))
        }
        return TaggedReply(json).response(to: request)
    }

    private static func detail(
        _ asset: Asset, _ histories: [CoverageRow], _ wish: Wish, _ limit: Int, _ ledger: any Ledger,
        _ identity: StoreIdentity
    ) throws -> Detail {
        var scopes: [CoverageScope] = []
        var known: Set<CoverageScope> = []
        try ledger.eachCoverageSet(in: identity, base: nil) { set in
            if wish.matches(set.scope, asset), known.insert(set.scope).inserted { scopes.append(set.scope) }
        }
        var records: [CoverageRecord] = []
        for scope in scopes { records += try ledger.coverage(of: scope, in: identity) }
        records.sort { $0.at < $1.at }
        let suspects = try ledger.suspects(in: identity, base: asset.ticker).filter {
            wish.matches(.series($0.series), asset)
        }
        return Detail(
            asset: asset.ticker, tier: asset.tier.rawValue, histories: histories,
            assertions: records.suffix(limit).map(AssertionRow.init),
            more_assertions: max(0, records.count - limit), suspects: suspects.prefix(limit).map(SuspectRow.init),
            more_suspects: max(0, suspects.count - limit))
    }
}

/// An asset that a request names.
enum KnownAsset {
    /// The asset. Blocks.
    ///
    /// - Throws: a `Problem` with status 404 where the ledger knows none of that name.
    static func named(_ ticker: String, in ledger: any Ledger) throws -> Asset {
        if let asset = try ledger.assets().first(where: { $0.ticker == ticker }) { return asset }
        throw Problem(
            .notFound, "No such asset", "no asset has this ticker; /v1/assets lists the ones that there are",
            parameter: "asset")
    }
}
