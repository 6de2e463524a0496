/// `[schedule]`, and `[serve] jobs`: what the hub does by itself, and how much at once.
struct WorkChoice {
    /// Jobs at once.
    var jobs = 2
    /// What is done when; nil until the settings have been read.
    private var chosen: [ChosenTask]?

    /// The sections' keys.
    static let keys = ["serve": ["jobs"], "schedule": ["task"]]
    /// More than that nobody reads any more.
    private static let most = 100

    /// What is done when.
    func schedule() throws -> [ChosenTask] { try chosen ?? UsualSchedule.entries() }

    mutating func read(_ table: TOMLFile) throws {
        if let jobs = try table.integer("serve", "jobs", in: 1...64) { self.jobs = jobs }
        let tables = try table.tables("schedule", "task", allow: ScheduleTable.keys)
        guard tables.count <= Self.most else { throw table.wrong("schedule", "task", "at most \(Self.most) tables") }
        var tasks = try UsualSchedule.entries()
        var seen: Set<String> = []
        for file in tables {
            let table = try ScheduleTable(file)
            guard seen.insert(table.name).inserted else {
                throw table.wrong("name", "given once; '\(table.name)' is twice")
            }
            let known = tasks.firstIndex { $0.name == table.name }
            let task = try table.task(known.map { tasks[$0] })
            if let known { tasks[known] = task } else { tasks.append(task) }
        }
        chosen = tasks
    }
}
