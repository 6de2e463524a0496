import Hummingbird
import MarketData
import Storage

/// What is asked of candles or trades.
struct RowQuery: Sendable {
    var content: SeriesFilter.Content
    var filter: SeriesFilter
    var range: TimeRange
    var format: RowFormat
    /// Rows of the page; nil for all of them, as a stream.
    var limit: Int?
    var cursor: String?
    /// Newest first.
    var isDescending = false

    /// Rows of a page of JSON where nobody says how many.
    static let usualLimit = 1000
    /// Rows of a page at most.
    static let largestLimit = 10_000

    enum Order: String, CaseIterable {
        case asc
        case desc
    }

    static let candleParameters = [
        "asset", "quote", "interval", "source", "start", "end", "limit", "cursor", "order", "format",
    ]
    static let tradeParameters = ["asset", "quote", "source", "start", "end", "limit", "cursor", "format"]

    /// - Throws: a `Problem` that names the parameter.
    init(_ request: Request, _ content: SeriesFilter.Content) throws {
        let known = content == .candles ? Self.candleParameters : Self.tradeParameters
        let parameters = try QueryParameters(request, known: known)
        self.content = content
        filter = SeriesFilter(
            base: try parameters.name("asset"), quote: try parameters.name("quote"),
            interval: try parameters.interval(), content: content, source: try parameters.name("source"))
        range = try parameters.range()
        format = try .chosen(parameters, request, among: RowFormat.allCases)
        limit = try parameters.integer("limit", in: 1...Self.largestLimit)
        if format == .json { limit = limit ?? Self.usualLimit }
        cursor = parameters.text("cursor")
        isDescending = try parameters.word("order", as: Order.self) == .desc
        if isDescending, limit == nil {
            throw Problem.parameter("order", "a stream runs forward in time; give a limit, too, or leave 'desc' away")
        }
    }
}
