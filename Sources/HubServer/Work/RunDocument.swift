import MarketData
import Storage
import Supervision

/// A run of a command in a process of this hub, for machines.
struct RunDocument: Encodable {
    var run: Int64
    /// Nil while it has begun none.
    var job: Int64?
    var title: String
    var state: String
    var asked_at: String
    var started_at: String?
    var ended_at: String?
    /// How it ended, for people.
    var message: String?
    /// Nil unless it ended by itself.
    var exit_status: Int32?
    /// The signal that ended it.
    var signal: Int32?
    /// The end of its log, when it has ended.
    var last_lines: [String]?

    init(_ run: ErrandRun) {
        (self.run, job, title, state) = (run.number, run.job?.value, run.errand.title, run.state)
        asked_at = run.askedAt.description
        (started_at, ended_at) = (run.startedAt?.description, run.endedAt?.description)
        guard let end = run.end else { return }
        (message, last_lines) = (end.sentence, end.lastLines)
        switch end.way {
        case .exited(let status): exit_status = status
        case .signaled(let number): signal = number
        case .neverStarted: break
        }
    }
}
