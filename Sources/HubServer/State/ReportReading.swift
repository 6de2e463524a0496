import Hummingbird
import Ingestion
import MarketData
import Overview
import Storage

/// `GET /v1/report`: as `candlewick report --json`, with its filters.
struct ReportReading {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    func response(to request: Request) async throws -> Response {
        let parameters = try QueryParameters(
            request, known: ["asset", "tier", "category", "interval", "source", "start", "end", "gaps"])
        let now = services.now()
        var scope = services.scope
        let tiers = Tier.allCases.map(\.rawValue).joined(separator: ",")
        if let tiers = try parameters.list("tier", tiers, { Tier(rawValue: $0) }) { scope.tiers = Set(tiers) }
        if let category = try parameters.word("category", as: AssetCategory.self) { scope.category = category }
        if let intervals = try parameters.list("interval", "minutes, 1 to 5256000", Self.interval) {
            scope.intervals = Set(intervals).sorted()
        }
        let range = try parameters.range()
        if parameters.text("start") != nil { scope.start = range.start }
        if parameters.text("end") != nil { scope.end = range.end }
        if let start = scope.start, start >= now, parameters.text("start") != nil {
            throw Problem.parameter("start", "it lies in the future; it is \(now)")
        }
        let told = try parameters.integer("gaps", in: 0...10_000)
        let names = try parameters.list("asset", "tickers") { $0 }
        let only = try parameters.list("source", "adapters' ids") { $0 }
        guard told != nil || scope != services.scope || names != nil || only != nil else {
            return try TaggedReply(JSONBytes.encoded(try await services.reports.report())).response(to: request)
        }
        let sources = try Self.sources(try await services.sources(), only)
        let (services, filtered) = (services, scope)
        let json = try await services.threads.run {
            var scope = filtered
            if let names { scope.tickers = try Self.tickers(names, services.ledger) }
            let filling = ReportFilling(
                ledger: services.ledger, store: services.identity, location: services.store.location,
                sources: sources, scope: scope, now: now, told: told ?? 500, hubVersion: services.version)
            do {
                return try JSONBytes.encoded(try filling.report())
            } catch let nothing as ReportFilling.NothingWanted {
                throw Problem.parameter("end", nothing.description)
            }
        }
        return TaggedReply(json).response(to: request)
    }

    private static func interval(_ word: String) -> Interval? {
        guard let minutes = QueryParameters.digits(word).flatMap({ Int($0) }), QueryParameters.minutes.contains(minutes)
        else { return nil }
        return Interval(minutes: minutes)
    }

    /// Files, which are had without asking, and of the others those that are named.
    private static func sources(_ all: [HistorySource], _ only: [String]?) throws -> [HistorySource] {
        guard let only else { return all }
        let known = Set(all.map(\.id))
        guard known.isSuperset(of: only) else {
            throw Problem.parameter("source", "expected some of: \(known.sorted().joined(separator: ","))")
        }
        return all.filter { $0.isFile || only.contains($0.id) }
    }

    private static func tickers(_ names: [String], _ ledger: any Ledger) throws -> Set<String> {
        let known = Set(try ledger.assets().map(\.ticker))
        guard known.isSuperset(of: names) else {
            throw Problem(
                .notFound, "No such asset",
                "no asset has one of these tickers; /v1/assets lists the ones that there are",
                parameter: "asset")
        }
        return Set(names)
    }
}
