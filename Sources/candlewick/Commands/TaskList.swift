import ArgumentParser
import MarketData
import Overview
import Scheduling
import Storage

struct TaskList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what candlewick serve does by itself, when, and how it went last.",
        discussion: """
            The schedule is in [schedule] of candlewick.toml.

            Example:
              candlewick task list
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: StoreOptions

    private struct Row: Encodable {
        var name: String
        var task: String
        var abstract: String
        /// One of these two.
        var cron: String?
        var every: String?
        var zone: String
        var with: String
        var enabled: Bool
        var next_run: String?
        var last_run: TaskRunDocument?
    }

    func run() throws {
        let workspace = try Workspace(options)
        let now = Workspace.now()
        let ledger = ledger(workspace)
        let rows = try workspace.settings.work.schedule().map(\.entry).map { entry in
            Row(
                name: entry.name, task: entry.task, abstract: TaskName(rawValue: entry.task)?.task.abstract ?? "",
                cron: entry.recurrence.cron?.description, every: entry.recurrence.period?.description,
                zone: entry.recurrence.zone.description, with: entry.with, enabled: entry.isEnabled,
                next_run: entry.next(after: now)?.description,
                last_run: try ledger?.taskRuns(of: entry.name, limit: 1).first.map(TaskRunDocument.init))
        }
        if json { return try printJSON(rows) }
        var table = Table(
            ("NAME", .left), ("WHEN", .left), ("ZONE", .left), ("NEXT", .left), ("LAST", .left), ("WITH", .left),
            ("WHAT IT DOES", .left))
        for row in rows {
            table.add(
                row.name, row.cron ?? "every \(row.every ?? "")", row.zone, row.next_run ?? "off",
                row.last_run.map { "\($0.state) \($0.due)" } ?? "-", row.with.isEmpty ? "-" : row.with, row.abstract)
        }
        table.print()
    }

    /// The list is as good without a ledger.
    private func ledger(_ workspace: Workspace) -> (any ServiceLedger)? {
        do {
            return try workspace.openLedger(.reading) as? any ServiceLedger
        } catch {
            Terminal.note("candlewick: how tasks went last is not known: \(error)")
            return nil
        }
    }
}
