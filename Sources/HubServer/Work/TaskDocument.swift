import MarketData
import Overview
import Scheduling

/// An entry of the schedule and how it stands, for machines.
struct TaskDocument: Encodable {
    var name: String
    var task: String
    /// One of these two.
    var cron: String?
    var every: String?
    var zone: String
    /// With what, for people.
    var with: String
    var enabled: Bool
    /// Nil where it is switched off.
    var next_run: String?
    /// Nil where there was none.
    var last_run: TaskRunDocument?

    init(_ task: ScheduledTask) {
        let entry = task.entry
        (name, self.task, with) = (entry.name, entry.task, entry.with)
        (cron, every) = (entry.recurrence.cron?.description, entry.recurrence.period?.description)
        (zone, enabled) = (entry.recurrence.zone.description, entry.isEnabled)
        (next_run, last_run) = (task.next?.description, task.last.map(TaskRunDocument.init))
    }
}
