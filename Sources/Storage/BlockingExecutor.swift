import Dispatch

/// Threads for tasks whose calls block. Those that all other tasks share are as few as the machine has cores: a task that
/// asks a ledger there while its server does not answer is missing to everybody.
package final class BlockingExecutor: TaskExecutor {
    /// One for all; as many threads as are stuck at a time.
    package static let shared = BlockingExecutor()

    private let queue = DispatchQueue(label: "candlewick.blocking", attributes: .concurrent)

    /// Runs a part of a task.
    package func enqueue(_ job: consuming ExecutorJob) {
        // Each is run once, as it must be, and the executor lives as long as the program.
        let (job, executor) = unsafe (UnownedJob(job), asUnownedTaskExecutor())
        queue.async { unsafe job.runSynchronously(on: executor) }
    }
}
