import Ingestion
import MarketData
import Storage

/// What a load would ask, before it does.
struct LoadPreview {
    let plan: LoadPlan
    let source: String
    /// Before this the source has nothing, by its manifest; nil where that sets no limit.
    let reach: Timestamp?

    private static let linesShown = 12

    private struct Part: Encodable {
        var scope: String
        var start: String
        var end: String
        var requests: Int
    }

    private struct Document: Encodable {
        var source: String
        var parts: [Part]
        var requests: Int
        var seconds: Double
        var complete: [String]
        var beyond_the_source: [Part]
    }

    func show(json: Bool) throws {
        if json {
            return try printJSON(
                Document(
                    source: source,
                    parts: plan.items.map { Self.part($0.scope.description, $0.wish.range, $0.requests) },
                    requests: plan.requests, seconds: plan.seconds, complete: plan.complete.map(\.description),
                    beyond_the_source: plan.limits.map { Self.part($0.scope.description, $0.range, 0) }))
        }
        var table = Table(("SERIES", .left), ("FROM", .left), ("TO", .left), ("REQUESTS", .right))
        for item in plan.items.prefix(Self.linesShown) {
            table.add(
                "\(item.scope)", shortTime(item.wish.range.start), shortTime(item.wish.range.end),
                grouped(item.requests))
        }
        if !table.isEmpty { table.print() }
        if plan.items.count > Self.linesShown {
            print("… and \(counted(plan.items.count - Self.linesShown, "part")) more")
        }
        if !plan.complete.isEmpty { print("\(counted(plan.complete.count, "series")) complete already") }
        for limit in plan.limits.prefix(Self.linesShown) {
            print(printable("\(limit.scope): the source cannot give \(limit.range)"))
        }
        if let reach, plan.items.contains(where: { $0.wish.range.start < reach }) {
            print("\(source) keeps only what is newer than \(shortTime(reach)): the rest cannot be had there")
        }
        if !plan.items.isEmpty { print(summary) }
    }

    /// `about 365 requests, at least 1 h 13 min at the source's rate`.
    var summary: String {
        let requests = "about \(counted(plan.requests, "request"))"
        return plan.seconds >= 1 ? "\(requests), at least \(duration(plan.seconds)) at the source's rate" : requests
    }

    private static func part(_ scope: String, _ range: TimeRange, _ requests: Int) -> Part {
        Part(scope: scope, start: range.start.description, end: range.end.description, requests: requests)
    }
}
