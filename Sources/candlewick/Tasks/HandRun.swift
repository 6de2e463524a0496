import Foundation
import MarketData
import Scheduling
import Storage

/// Notes in the ledger that a task is run by hand, and how that went. A hub that runs the task notes it itself.
struct HandRun {
    let name: TaskName
    let ledger: any ServiceLedger

    private static let owner = ProcessName.own.text

    /// Does the task.
    func run(_ context: TaskContext) async throws -> any TaskSummary {
        guard Environment[WorkWiring.runVariable] == nil else { return try await name.task.run(context) }
        let now = Workspace.now()
        // An entry of its own: it is in nobody's way.
        let run = try ledger.takeTask("by hand \(now)", task: name.rawValue, due: now, lease: Self.lease(), now: now)
        guard let run else { throw Failure("a run of \(name.rawValue) was noted at this very moment; try again") }
        let (ledger, keeper) = (ledger, Task.detached { [ledger] in await Self.keep(run, ledger) })
        defer { keeper.cancel() }
        do {
            let summary: any TaskSummary = try await name.task.run(context)
            let text = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
            try finish(run, ledger, summary.isPartial ? .partial : .completed, text)
            return summary
        } catch {
            try finish(run, ledger, .failed, "\(error)")
            throw error
        }
    }

    private func finish(_ run: Int64, _ ledger: any ServiceLedger, _ state: TaskRunState, _ text: String) throws {
        let summary = String(decoding: text.utf8.prefix(TaskOutcome.longestSummary), as: UTF8.self)
        _ = try ledger.finishTask(run, owner: Self.owner, state: state, summary: summary, at: Workspace.now())
    }

    private static func lease() -> ItemLease {
        ItemLease(
            owner: owner, until: Timestamp(nanoseconds: Workspace.now().nanoseconds + Scheduler.lease))
    }

    private static func keep(_ run: Int64, _ ledger: any ServiceLedger) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(20))
                _ = try ledger.renewTask(run, lease: lease())
            } catch is CancellationError {
                return
            } catch {
                // A lease that is not renewed in time only makes the run look lost.
                continue
            }
        }
    }
}
