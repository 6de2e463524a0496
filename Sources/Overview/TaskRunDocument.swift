import MarketData
package import Storage

/// A run of a task, for machines.
package struct TaskRunDocument: Encodable {
    package var run: Int64
    /// The entry of the schedule.
    package var name: String
    package var task: String
    package var due: String
    package var started_at: String
    package var finished_at: String?
    package var state: String
    /// JSON or a sentence.
    package var summary: String

    package init(_ record: TaskRunRecord) {
        (run, name, task) = (record.number, record.schedule, record.task)
        (due, started_at) = (record.due.description, record.startedAt.description)
        (finished_at, state) = (record.finishedAt?.description, record.state.rawValue)
        summary = record.summary
    }
}
