import MarketData
import Reporting
import Scheduling
import Storage

/// The schedule and what came of it.
struct TasksPage {
    let services: HubServices
    let request: PageRequest

    private static let most = 100

    func fields() throws -> Fields {
        let runs = try services.ledger.taskRuns(of: request["schedule"], limit: Self.most)
        let tasks = try services.scheduler.overview()
        return [
            "runs": runs.map(Self.run), "has_runs": !runs.isEmpty, "schedule": tasks.map(Self.task),
            "has_schedule": !tasks.isEmpty,
        ]
    }

    private static func task(_ task: ScheduledTask) -> Fields {
        let entry = task.entry
        var fields: Fields = [
            "name": entry.name, "task": entry.task, "cron": entry.recurrence.description,
            "zone": entry.recurrence.zone.description, "with": entry.with,
            "run_path": Link("/v1/tasks/", escaping: entry.name).text,
        ]
        if let next = task.next { fields["next"] = Fields.time(next) }
        if let last = task.last {
            fields["last"] = Fields.time(last.startedAt)
            fields["state"] = last.state.rawValue
        }
        return fields
    }

    private static func run(_ run: TaskRunRecord) -> Fields {
        var fields: Fields = [
            "number": run.number, "schedule": run.schedule, "task": run.task, "due": Fields.time(run.due),
            "started": Fields.time(run.startedAt), "state": run.state.rawValue, "summary": cut(run.summary),
            "owner": run.lease?.owner ?? "",
        ]
        if let finished = run.finishedAt {
            fields["took"] = Fields.span(finished.nanoseconds - run.startedAt.nanoseconds)
        }
        return fields
    }

    /// A summary can be a document; the API has all of it.
    private static func cut(_ summary: String) -> String {
        summary.unicodeScalars.count <= 400 ? summary : String(summary.unicodeScalars.prefix(400)) + " …"
    }
}
