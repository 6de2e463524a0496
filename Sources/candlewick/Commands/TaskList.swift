import ArgumentParser

struct TaskList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tasks and when each is done by default.",
        discussion: "Example:\n  candlewick task list")

    @Flag(help: "Print JSON.")
    var json = false

    private struct Row: Encodable {
        var task: TaskName
        var abstract: String
        var cron: String
        var with: String
    }

    func run() throws {
        let rows = TaskSchedule.usual.map {
            Row(task: $0.task, abstract: $0.task.task.abstract, cron: $0.cron, with: $0.with)
        }
        if json { return try printJSON(rows) }
        var table = Table(("TASK", .left), ("CRON (UTC)", .left), ("WITH", .left), ("WHAT IT DOES", .left))
        for row in rows { table.add(row.task.rawValue, row.cron, row.with.isEmpty ? "-" : row.with, row.abstract) }
        table.print()
    }
}
