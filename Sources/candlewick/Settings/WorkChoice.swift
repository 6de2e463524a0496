import MarketData
import Scheduling

/// `[schedule]`, and `[serve] jobs`: what the hub does by itself, and how much at once.
struct WorkChoice {
    /// Jobs at once.
    var jobs = 2
    /// What is done when; nil until the settings have been read.
    private var chosen: [ScheduleEntry]?

    /// The sections' keys.
    static let keys = ["serve": ["jobs"], "schedule": ["task"]]
    private static let section = "schedule.task"
    /// More than that nobody reads any more.
    private static let most = 100

    /// What is done when.
    func schedule() throws -> [ScheduleEntry] { try chosen ?? UsualSchedule.entries() }

    mutating func read(_ table: TOMLFile) throws {
        if let jobs = try table.integer("serve", "jobs", in: 1...64) { self.jobs = jobs }
        let keys = ["name", "task", "cron", "zone", "tiers", "days", "enabled"]
        let tables = try table.tables("schedule", "task", allow: keys)
        guard tables.count <= Self.most else { throw table.wrong("schedule", "task", "at most \(Self.most) tables") }
        var entries = try UsualSchedule.entries()
        var seen: Set<String> = []
        for table in tables {
            let name = try Self.name(table)
            guard seen.insert(name).inserted else {
                throw table.wrong(Self.section, "name", "given once; '\(name)' is twice")
            }
            let known = entries.firstIndex { $0.name == name }
            let entry = try Self.entry(table, name, known.map { entries[$0] })
            if let known { entries[known] = entry } else { entries.append(entry) }
        }
        chosen = entries
    }

    private static func name(_ table: TOMLFile) throws -> String {
        let expected = "a name of small letters, digits and dashes, like \"nightly-report\", at most 64"
        guard let name = try table.string(section, "name"), name.utf8.count <= 64,
            name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { throw table.wrong(section, "name", expected) }
        return name
    }

    /// One of the usual entries with what is said otherwise, or a new one.
    private static func entry(_ table: TOMLFile, _ name: String, _ usual: ScheduleEntry?) throws -> ScheduleEntry {
        func wrong(_ key: String, _ expected: String) -> Failure {
            table.wrong(section, key, expected + " (of '\(name)')")
        }
        let all = TaskName.allCases.map(\.rawValue).joined(separator: ", ")
        guard let task = TaskName(rawValue: try table.string(section, "task") ?? usual?.task ?? "") else {
            throw wrong("task", "one of \(all)")
        }
        var expression = usual?.expression
        var zone = usual?.zone ?? .utc
        let (cron, place) = (try table.string(section, "cron"), try table.string(section, "zone"))
        do throws(CronError) {
            if let cron { expression = try CronExpression(cron) }
            if let place { zone = try Zone(place) }
        } catch {
            throw Failure("\(table.path): '\(name)' in [\(section)]: \(error)")
        }
        guard let expression else { throw wrong("cron", "five fields, like \"0 2 * * *\"") }
        var entry = usual ?? ScheduleEntry(name: name, task: task.rawValue, expression: expression)
        (entry.expression, entry.zone) = (expression, zone)
        let tiers = try table.strings(section, "tiers")?.map { text in
            guard let tier = Tier(rawValue: text.uppercased()) else { throw wrong("tiers", "a list like [\"TIER1\"]") }
            return tier
        }
        let days = try table.integer(section, "days", in: 0...36_500)
        if tiers != nil, task != .backfillIncremental {
            throw wrong("tiers", "left out: it is for backfill-incremental")
        }
        if days != nil, task != .cleanupGaps { throw wrong("days", "left out: it is for cleanup-gaps") }
        if let tiers, tiers.isEmpty { throw wrong("tiers", "a list like [\"TIER1\"]") }
        if tiers != nil || days != nil || usual?.task != task.rawValue {
            entry.set(task, tiers: tiers.map(Set.init), days: days)
        }
        entry.isEnabled = try table.flag(section, "enabled") ?? true
        return entry
    }
}
