import MarketData
import Pipeline
import Scheduling

/// One `[[schedule.task]]`: a usual entry with what is said otherwise, or a new one.
struct ScheduleTable {
    static let keys = ["name", "task", "cron", "zone", "every", "enabled"] + TaskWish.Part.allCases.map(\.rawValue)
    private static let section = "schedule.task"
    /// Names in a list; longer ones are better said by tiers.
    private static let most = 1000

    let name: String
    private let table: TOMLFile

    init(_ table: TOMLFile) throws {
        let expected = "a name of small letters, digits and dashes, like \"nightly-report\", at most 64"
        guard let name = try table.string(Self.section, "name"), name.utf8.count <= 64,
            name.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
        else { throw table.wrong(Self.section, "name", expected) }
        (self.name, self.table) = (name, table)
    }

    /// Names file, line and entry.
    func wrong(_ key: String, _ expected: String) -> Failure {
        table.wrong(Self.section, key, expected + " (of '\(name)')")
    }

    func task(_ usual: ChosenTask?) throws -> ChosenTask {
        let all = TaskName.allCases.map(\.rawValue).joined(separator: ", ")
        let word = try table.string(Self.section, "task") ?? usual?.task.rawValue ?? ""
        guard let task = TaskName(rawValue: word) else { throw wrong("task", "one of \(all)") }
        let recurrence = try recurrence(usual?.recurrence)
        // What is usual for one task says nothing about another.
        let wish = try wish(task, usual?.task == task ? usual?.wish : nil)
        let isEnabled = try table.flag(Self.section, "enabled") ?? true
        return ChosenTask(name: name, task: task, recurrence: recurrence, wish: wish, isEnabled: isEnabled)
    }

    private func recurrence(_ usual: Recurrence?) throws -> Recurrence {
        let period = try read("every") { text throws(CronError) in try Period(text) }
        let expression = try read("cron") { text throws(CronError) in try CronExpression(text) }
        let zone = try read("zone") { text throws(CronError) in try Zone(text) }
        if let period {
            guard expression == nil else { throw wrong("cron", "left out where every is there") }
            guard zone == nil else { throw wrong("zone", "left out where every is there, which counts in UTC") }
            return .every(period)
        }
        guard let expression = expression ?? usual?.cron else {
            throw wrong("cron", "five fields, like \"0 2 * * *\", or every = \"15m\" instead")
        }
        return .cron(expression, zone ?? usual?.zone ?? .utc)
    }

    private func read<Value>(_ key: String, _ value: (String) throws(CronError) -> Value) throws -> Value? {
        guard let text = try table.string(Self.section, key) else { return nil }
        do throws(CronError) { return try value(text) } catch {
            throw Failure("\(table.at(Self.section, key)): '\(key)' in [\(Self.section)] (of '\(name)'): \(error)")
        }
    }

    /// What the task is told: what is said here, and otherwise what is usual.
    private func wish(_ task: TaskName, _ usual: TaskWish?) throws -> TaskWish {
        for part in TaskWish.Part.allCases where !task.parts.contains(part) && table.has(Self.section, part.rawValue) {
            throw wrong(part.rawValue, "left out: it is for \(part.tasks.map(\.rawValue).joined(separator: ", "))")
        }
        func names(_ part: TaskWish.Part, _ example: String) throws -> [String]? {
            guard let names = try table.strings(Self.section, part.rawValue) else { return nil }
            guard !names.isEmpty, names.count <= Self.most, Set(names).count == names.count else {
                throw wrong(part.rawValue, "a list like [\"\(example)\"], 1 to \(Self.most) names, each once")
            }
            return names
        }
        var wish = usual ?? TaskWish()
        if let assets = try names(.assets, "BTC") {
            // Assets that are named are meant whatever the usual tiers.
            wish.tiers = nil
            do throws(PipelineError) { for asset in assets { _ = try AssetName.checked(asset) } } catch {
                throw wrong("assets", "a list of assets, like [\"BTC\"]; \(error)")
            }
            wish.assets = assets
        }
        if let tiers = try names(.tiers, "TIER1") {
            wish.tiers = try Set(
                tiers.map { text in
                    guard let tier = Tier(rawValue: text.uppercased()) else {
                        throw wrong("tiers", "a list of \(Tier.allCases.map(\.rawValue).joined(separator: ", "))")
                    }
                    return tier
                })
        }
        if let minutes = try table.integers(Self.section, "intervals", in: 1...5_256_000) {
            guard minutes.count <= Self.most, Set(minutes).count == minutes.count else {
                throw wrong("intervals", "a list of minutes like [60, 1440], each once")
            }
            wish.intervals = Set(minutes.compactMap { Interval(minutes: $0) })
        }
        if let sources = try names(.sources, "kraken-rest") {
            guard sources.allSatisfy(Self.isSource) else {
                throw wrong("sources", "a list of sources as candlewick adapters calls them, like [\"kraken-rest\"]")
            }
            wish.sources = sources
        }
        wish.days = try table.integer(Self.section, "days", in: task.days) ?? wish.days
        wish.gapsPerAsset = try table.integer(Self.section, "max_per_asset", in: TaskWish.gaps) ?? wish.gapsPerAsset
        return wish
    }

    /// What an adapter may be called; whether it is there is known when it is asked.
    private static func isSource(_ name: String) -> Bool {
        name.utf8.count <= 64
            && name.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
            }
    }
}
