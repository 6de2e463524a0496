import Coverage
import Ingestion
import MarketData
import Overview
import Storage

/// What a sync would do, before it does: files, then what the sources are asked, then what nobody can give.
struct SyncPreview {
    let files: IngestPlan
    let plan: SyncPlan
    let spec: SyncSpec
    let gaps: SyncGaps
    let tiers: TierList

    private static let linesShown = 20

    private struct Part: Encodable {
        var asset: String
        var quote: String
        var interval_minutes: Int?
        var start: String
        var end: String
        var candles: Int
        var sources: [String]
        var route: String
        var requests: Int?
        var seconds: Double?
    }

    private struct Unplanned: Encodable {
        var asset: String
        var quote: String
        var interval_minutes: Int?
        var start: String
        var end: String
        var candles: Int
        var `class`: String
        var reason: String
        var required_csv_file: String?
    }

    private struct Document: Encodable {
        var files: Int
        var bytes: Int64
        var histories: Int
        var parts: [Part]
        var offered_by_trades: [Part]
        var not_to_be_had: [Unplanned]
        var requests: Int
        var seconds: Double
    }

    /// More requests than these, or of a number that nobody knows, and the user is asked first.
    private static let few = 60
    /// Whether sources are asked for so much that the user is asked before.
    var asksForMuch: Bool { plan.requests > Self.few || plan.historiesOfUnknownCost > 0 }

    func show(json: Bool) throws {
        if json { return try printJSON(document) }
        if !files.files.isEmpty || !files.problems.isEmpty {
            try IngestPreview(plan: files, tiers: tiers).show(json: false)
        }
        showParts()
        showUnplanned()
        showOffers()
        print(summary)
        if !files.files.isEmpty, !plan.lines.isEmpty { print("what the files hold is not asked for") }
    }

    /// `3 files (4.2 MB), about 12 requests to 2 sources, at least 1 min 0 s`.
    var summary: String {
        var words: [String] = []
        if !files.files.isEmpty { words.append("\(counted(files.files.count, "file")) (\(byteSize(files.bytes)))") }
        let parts = parts
        if !parts.isEmpty {
            let sources = Set(parts.compactMap(\.sources.first)).count
            let unknown = plan.historiesOfUnknownCost
            if plan.requests > 0 || unknown == 0 {
                words.append("about \(counted(plan.requests, "request")) to \(counted(sources, "source"))")
            }
            if unknown > 0 {
                words.append(
                    "an unknown number of requests for \(unknown == 1 ? "1 history" : "\(grouped(unknown)) histories")")
            }
            if plan.seconds >= 1 { words.append("at least \(duration(plan.seconds))") }
        }
        if words.isEmpty { return "nothing is missing that a source can give, of \(histories)" }
        return words.joined(separator: ", ")
    }

    var histories: String { plan.surveyed == 1 ? "1 history" : "\(grouped(plan.surveyed)) histories" }

    private var parts: [Part] { plan.lines.flatMap { line in line.plan.parts.map { Self.part($0, line) } } }
    private var offered: [Part] { plan.lines.flatMap { line in line.plan.offered.map { Self.part($0, line) } } }

    private var unplanned: [Unplanned] {
        plan.lines.flatMap { line in
            line.plan.unplanned.map { gap in
                let surveyed = line.surveyed
                return Unplanned(
                    asset: surveyed.line.instrument.base, quote: surveyed.line.instrument.quote,
                    interval_minutes: surveyed.line.kind.interval?.minutes, start: gap.range.start.description,
                    end: gap.range.end.description, candles: gap.candles, class: gap.gapClass.word,
                    reason: gap.reason(surveyed.outlooks),
                    required_csv_file: gaps.requiredFile(surveyed.line, category: surveyed.asset.category))
            }
        }
    }

    private var document: Document {
        Document(
            files: files.files.count, bytes: files.bytes, histories: plan.surveyed, parts: parts,
            offered_by_trades: offered, not_to_be_had: unplanned, requests: plan.requests, seconds: plan.seconds)
    }

    private static func part(_ part: HistoryPlan.Part, _ line: SyncPlan.Line) -> Part {
        let of = line.surveyed.line
        return Part(
            asset: of.instrument.base, quote: of.instrument.quote, interval_minutes: of.kind.interval?.minutes,
            start: part.range.start.description, end: part.range.end.description, candles: part.candles,
            sources: part.sources.map { line.surveyed.outlooks[$0].source },
            route: part.route == .trades ? "trades" : "candles", requests: part.requests, seconds: part.seconds)
    }

    private func showParts() {
        var table = Table(
            ("TO FILL", .left), ("FROM", .left), ("TO", .left), ("CANDLES", .right), ("ASKED", .left),
            ("REQUESTS", .right), ("TIME", .right))
        let all = plan.lines.flatMap { line in line.plan.parts.map { (line, $0) } }
        for (line, part) in all.prefix(Self.linesShown) {
            let sources = part.sources.map { line.surveyed.outlooks[$0].source }
            table.add(
                "\(line.surveyed.line)", shortTime(part.range.start), shortTime(part.range.end),
                line.surveyed.line.kind == .trades ? "-" : grouped(part.candles),
                sources.joined(separator: ", then ") + (part.route == .trades ? " (trades)" : ""),
                part.requests.map(grouped) ?? "?", part.seconds.map(duration) ?? "?")
        }
        if !table.isEmpty { table.print() }
        Self.more(all.count, "part")
    }

    private func showUnplanned() {
        var table = Table(
            ("NOT TO BE HAD", .left), ("FROM", .left), ("TO", .left), ("CANDLES", .right), ("CLASS", .left),
            ("FILE THAT FILLS IT", .left))
        let all = unplanned
        for gap in all.prefix(Self.linesShown) {
            let interval = gap.interval_minutes.flatMap { Interval(minutes: $0) }?.description ?? "trades"
            table.add(
                "\(gap.asset)/\(gap.quote) \(interval)", Self.short(gap.start), Self.short(gap.end),
                gap.interval_minutes == nil ? "-" : grouped(gap.candles), gap.class.replacing("_", with: " "),
                gap.required_csv_file ?? "-")
        }
        if !table.isEmpty { table.print() }
        Self.more(all.count, "part")
    }

    private func showOffers() {
        let offers = plan.lines.flatMap(\.plan.offered)
        guard !offers.isEmpty else { return }
        let requests = offers.reduce(0) { $0 + ($1.requests ?? 0) }
        let unknown = offers.contains { $0.requests == nil }
        let seconds = offers.reduce(0.0) { $0 + ($1.seconds ?? 0) }
        let cost = unknown && requests == 0 ? "nobody knows how many requests" : "about \(counted(requests, "request"))"
        print(
            "\(counted(offers.reduce(0) { $0 + $1.candles }, "candle")) of these can be made from trades: \(cost)"
                + (seconds >= 1 ? ", \(duration(seconds))" : "") + "; --from-trades does it")
    }

    private static func short(_ time: String) -> String {
        Timestamp(rfc3339: time).map { shortTime($0) } ?? time
    }

    private static func more(_ count: Int, _ noun: String) {
        if count > linesShown { print("… and \(counted(count - linesShown, noun)) more; --json shows all") }
    }
}
