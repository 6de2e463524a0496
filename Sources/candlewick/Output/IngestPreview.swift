import Ingestion
import MarketData
import Transport

/// What an ingest found, by tier.
struct IngestPreview {
    let plan: IngestPlan
    let tiers: TierList

    private struct Group: Encodable {
        var tier: String
        var assets: Int
        var series: Int
        var files: Int
        var bytes: Int64
    }

    private struct Trouble: Encodable {
        var path: String
        var message: String
    }

    private struct Document: Encodable {
        var tiers: [Group]
        var unknown: [Trouble]
        var problems: [Trouble]
        var contested: [Contest]
    }

    private struct Contest: Encodable {
        var adapters: [String]
        var files: Int
    }

    /// At most so many lines of each sort of trouble; the rest is counted.
    private static let linesShown = 10

    func show(json: Bool) throws {
        let groups = groups()
        let unknown = plan.unknown.map { Trouble(path: $0.path, message: $0.reasons.joined(separator: "; ")) }
        let contests = plan.contested.map { Contest(adapters: $0.key, files: $0.value) }
        let problems = plan.problems.map { Trouble(path: $0.path, message: "\($0.message); \($0.advice)") }
        if json {
            return try printJSON(Document(tiers: groups, unknown: unknown, problems: problems, contested: contests))
        }
        if !groups.isEmpty {
            var table = Table(
                ("TIER", .left), ("ASSETS", .right), ("SERIES", .right), ("FILES", .right), ("SIZE", .right))
            for group in groups {
                table.add(
                    group.tier, grouped(group.assets), grouped(group.series), grouped(group.files),
                    byteSize(group.bytes))
            }
            table.print()
        }
        for contest in contests {
            let names = contest.adapters.joined(separator: " and ")
            Terminal.note(
                "\(counted(contest.files, "file")) known to \(names): read by \(contest.adapters[0]); "
                    + "switch off the others in adapters.conf, or this one")
        }
        Self.list("could not be read", problems)
        Self.list("not known to any adapter, passed over", unknown)
    }

    private func groups() -> [Group] {
        Tier.allCases.compactMap { tier in
            let files = plan.files.filter { tiers.tier(of: $0.series.instrument.base) == tier }
            guard !files.isEmpty else { return nil }
            return Group(
                tier: tier.rawValue, assets: Set(files.map(\.series.instrument.base)).count,
                series: Set(files.map(\.series)).count, files: files.count, bytes: files.reduce(0) { $0 + $1.item.size }
            )
        }
    }

    private static func list(_ title: String, _ troubles: [Trouble]) {
        guard !troubles.isEmpty else { return }
        Terminal.note("\(counted(troubles.count, "file")) \(title):")
        for trouble in troubles.prefix(linesShown) { Terminal.note("  \(trouble.path): \(trouble.message)") }
        if troubles.count > linesShown { Terminal.note("  … and \(grouped(troubles.count - linesShown)) more") }
    }
}
