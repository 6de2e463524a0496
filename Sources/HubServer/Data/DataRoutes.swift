import Access
import Hummingbird
import Storage

/// Rows, and the API's description.
enum DataRoutes {
    static func add(to router: Router<HubRequestContext>, _ services: HubServices) {
        let reading = RowReading(
            store: services.store, threads: services.threads, streams: services.streams, cache: ResponseCache(),
            series: services.series)
        let group = router.group("v1").add(middleware: RoleRequirement(.read))
        let description = Result { try TaggedReply(OpenAPIDocument.json(version: services.version)) }
        group.get("openapi.json") { request, _ in
            _ = try QueryParameters(request, known: [])
            return try description.get().response(to: request)
        }
        group.get("candles") { try await reading.response(.candles, to: $0, $1) }
        group.get("trades") { try await reading.response(.trades, to: $0, $1) }
    }
}
