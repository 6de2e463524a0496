import Access
import Hummingbird
import NIOCore
import Storage

/// What is known of the rows: assets, series, coverage, gaps, the report, adapters, rejects.
enum StateRoutes {
    static func add(to router: Router<HubRequestContext>, _ services: HubServices) {
        let group = router.group("v1").add(middleware: RoleRequirement(.read))
        group.get("assets") { request, _ in try await AssetList(services).response(to: request) }
        group.get("series") { request, _ in try await SeriesList(services).response(to: request) }
        group.get("latest") { request, _ in try await LatestRows(services).response(to: request) }
        group.get("coverage") { request, _ in try await CoverageReading(services).response(to: request) }
        group.get("gaps") { request, context in try await GapReading(services).response(to: request, context) }
        group.get("report") { request, _ in try await ReportReading(services).response(to: request) }
        group.get("adapters") { request, _ in
            _ = try QueryParameters(request, known: [])
            let adapters = try await services.threads.run { try services.adapters() }
            return try TaggedReply(JSONBytes.encoded(["adapters": adapters])).response(to: request)
        }
        group.get("rejects") { request, _ in try await RejectList(services).response(to: request) }
    }
}

extension TaggedReply {
    /// JSON.
    init(_ json: JSONBytes) { self.init(ByteBuffer(bytes: json.bytes), "application/json") }
}
