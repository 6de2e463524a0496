import Coverage
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

    private struct Total: Encodable, Sendable {
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
            request, known: ["asset", "tier", "interval", "class", "start", "end", "limit", "cursor", "format"])
        let format = try RowFormat.chosen(parameters, request, among: [.json, .csv])
        var scope = services.scope
        if let tier = try parameters.word("tier", as: Tier.self) { scope.tiers = [tier] }
        if let interval = try parameters.interval() { scope.intervals = [interval] }
        let range = try parameters.range()
        if parameters.text("start") != nil { scope.start = range.start }
        if parameters.text("end") != nil { scope.end = range.end }
        let classes = try classes(parameters.text("class"))
        let limit = try parameters.integer("limit", in: 1...10_000)
        let skipped = try parameters.integer("cursor", in: 0...1_000_000_000) ?? 0
        if let ticker = try parameters.name("asset") {
            let ledger = services.ledger
            let asset = try await services.threads.run { try KnownAsset.named(ticker, in: ledger) }
            scope.tickers = [asset.ticker]
        }
        let scan = GapScan(
            ledger: services.ledger, identity: services.identity, sources: try await services.sources(),
            now: services.now(), classes: classes)
        let wanted = scope
        if format == .csv {
            // The ledger is read to its end before the first byte is sent: no slow reader holds a snapshot of it open.
            let file = try await services.threads.run { try Self.file(scan, wanted, skipped, limit) }
            return try services.streams.response(RowFormat.csv.contentType, on: context.channel) {
                try file.next().map { ByteBuffer(bytes: $0) }
            }
        }
        let json = try await services.threads.run {
            try JSONBytes.encoded(try Self.page(scan, wanted, skipped, limit ?? 1000))
        }
        return TaggedReply(json).response(to: request)
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

    private static func page(_ scan: GapScan, _ scope: SurveyScope, _ skipped: Int, _ limit: Int) throws -> Document {
        var rows: [GapRow] = []
        var totals: [GapClass: (gaps: Int, candles: Int)] = [:]
        var count = 0
        try scan.each(scope) { found in
            totals[found.gap.gapClass, default: (0, 0)].gaps += 1
            totals[found.gap.gapClass, default: (0, 0)].candles += found.gap.candles
            if count >= skipped, rows.count < limit { rows.append(GapRow(found)) }
            count += 1
        }
        return Document(
            gaps: rows,
            totals: GapClass.missing.compactMap { one in
                totals[one].map { Total(class: one.word, gaps: $0.gaps, missing_candles: $0.candles) }
            },
            next: count > skipped + limit ? String(skipped + limit) : nil)
    }

    private static func file(
        _ scan: GapScan, _ scope: SurveyScope, _ skipped: Int, _ limit: Int?
    ) throws -> TextFile {
        let file = try TextFile()
        try file.write(GapRow.columns.joined(separator: ",") + "\n")
        var count = 0
        var failure: (any Error)?
        try scan.each(scope) { found in
            defer { count += 1 }
            guard failure == nil, count >= skipped, count - skipped < limit ?? .max else { return }
            do { try file.write(GapRow(found).csv + "\n") } catch { failure = error }
        }
        if let failure { throw failure }
        try file.rewind()
        return file
    }
}
