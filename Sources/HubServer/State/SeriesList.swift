import Hummingbird
import MarketData
import Overview
import Storage

/// A series in JSON: `asset`, `quote`, `kind`, `interval_minutes`, `source`.
struct SeriesDocument: Encodable, Sendable {
    var asset: String
    var quote: String
    /// `candles` or `trades`.
    var kind: String
    /// Null for trades.
    @Explicit var interval_minutes: Double?
    var source: String

    init(_ series: Series) {
        (asset, quote) = (series.instrument.base, series.instrument.quote)
        kind = series.kind == .trades ? "trades" : "candles"
        _interval_minutes = Explicit(wrappedValue: series.kind.interval?.inMinutes)
        source = series.source
    }
}

/// `GET /v1/series`.
struct SeriesList {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    /// What says which series are meant.
    static let parameters = ["asset", "quote", "interval", "source", "kind"]

    private struct Row: Encodable {
        var series: SeriesDocument
        var first: String
        var last: String
    }

    private struct Document: Encodable { var series: [Row] }

    static func filter(_ parameters: QueryParameters) throws -> SeriesFilter {
        SeriesFilter(
            base: try parameters.name("asset"), quote: try parameters.name("quote"),
            interval: try parameters.interval(),
            content: try parameters.word("kind", as: SeriesFilter.Content.self),
            source: try parameters.name("source"))
    }

    func response(to request: Request) async throws -> Response {
        let filter = try Self.filter(try QueryParameters(request, known: Self.parameters))
        let (series, mark) = (services.series, try services.series.mark())
        let found = try await services.threads.run { try series.matching(filter, mark) }
        let rows = found.map {
            Row(series: SeriesDocument($0.series), first: $0.first.description, last: $0.last.description)
        }
        return try TaggedReply(JSONBytes.encoded(Document(series: rows))).response(to: request)
    }
}
