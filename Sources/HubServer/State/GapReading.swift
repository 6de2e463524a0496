import Coverage
import HTTPTypes
import Hummingbird
import Ingestion
import MarketData
import NIOCore
import Overview
import Storage

/// `GET /v1/gaps`: what is missing, by history and time, and why.
struct GapReading {
    private let services: HubServices

    init(_ services: HubServices) { self.services = services }

    fileprivate struct Total: Encodable, Sendable {
        var `class`: String
        var gaps: Int
        var missing_candles: Int
    }

    private struct Document: Encodable, Sendable {
        var gaps: [GapRow]
        var totals: [Total]
        @Explicit var next: String?
    }

    func response(to request: Request, _ context: HubRequestContext) async throws -> Response {
        let parameters = try QueryParameters(
            request, known: Self.filters + ["limit", "cursor", "format"])
        let format = try RowFormat.chosen(parameters, request, among: [.json, .csv])
        var scope = services.scope
        if let tier = try parameters.word("tier", as: Tier.self) { scope.tiers = [tier] }
        if let interval = try parameters.interval() { scope.intervals = [interval] }
        let range = try parameters.range()
        if parameters.text("start") != nil { scope.start = range.start }
        if parameters.text("end") != nil { scope.end = range.end }
        let classes = try classes(parameters.text("class"))
        let limit = try parameters.integer("limit", in: 1...10_000)
        let query = Self.filters.map { parameters.text($0) ?? "" }.joined(separator: "|")
        let cursor = try parameters.text("cursor").map { try GapKey($0, for: query) }
        if cursor != nil, limit == nil, format == .csv {
            throw Problem.parameter("cursor", "a stream has no pages; give a limit, too, or leave the cursor away")
        }
        if let ticker = try parameters.name("asset") {
            let ledger = services.ledger
            let asset = try await services.threads.run { try KnownAsset.named(ticker, in: ledger) }
            scope.tickers = [asset.ticker]
        }
        let scan = GapScan(
            ledger: services.ledger, identity: services.identity, sources: try await services.sources(),
            now: services.now(), classes: classes)
        let wanted = scope
        if format == .csv, limit == nil {
            // The ledger is read to its end before the first byte is sent: no slow reader holds a snapshot of it open.
            let file = try await services.threads.run { try Self.file(scan, wanted) }
            return try services.streams.response(RowFormat.csv.contentType, on: context.channel) {
                try file.next().map { ByteBuffer(bytes: $0) }
            }
        }
        let reply = try await services.threads.run {
            var (page, totals) = (GapPage(behind: cursor, limit: limit ?? 1000), GapTotals())
            try scan.each(wanted) { found in
                totals.add(found.gap)
                page.add(found)
            }
            let next = page.next?.text(for: query)
            guard format == .csv else {
                return TaggedReply(
                    try JSONBytes.encoded(Document(gaps: page.rows, totals: totals.byClass, next: next)))
            }
            var headers = HTTPFields()
            headers[.nextCursor] = next
            let text = ([Self.header] + page.rows.map { $0.csv + "\n" }).joined()
            return TaggedReply(ByteBuffer(string: text), RowFormat.csv.contentType, headers: headers)
        }
        return reply.response(to: request)
    }

    private func classes(_ text: String?) throws -> Set<GapClass> {
        guard let text else { return Set(GapClass.missing) }
        var classes: Set<GapClass> = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let one = GapClass.missing.first(where: { $0.word == word }) else {
                throw Problem.parameter(
                    "class", "expected some of: \(GapClass.missing.map(\.word).joined(separator: ","))")
            }
            classes.insert(one)
        }
        return classes
    }

    private static let filters = ["asset", "tier", "interval", "class", "start", "end"]
    private static let header = GapRow.columns.joined(separator: ",") + "\n"

    private static func file(_ scan: GapScan, _ scope: SurveyScope) throws -> TextFile {
        let file = try TextFile()
        try file.write(header)
        var failure: (any Error)?
        try scan.each(scope) { found in
            guard failure == nil else { return }
            do { try file.write(GapRow(found).csv + "\n") } catch { failure = error }
        }
        if let failure { throw failure }
        try file.rewind()
        return file
    }
}

/// How much is missing, by class.
private struct GapTotals {
    private var sums: [GapClass: (gaps: Int, candles: Int)] = [:]

    mutating func add(_ gap: LineGap) {
        sums[gap.gapClass, default: (0, 0)].gaps += 1
        sums[gap.gapClass, default: (0, 0)].candles += gap.candles
    }

    var byClass: [GapReading.Total] {
        GapClass.missing.compactMap { one in
            sums[one].map { GapReading.Total(class: one.word, gaps: $0.gaps, missing_candles: $0.candles) }
        }
    }
}
