import MarketData
public import Storage
import Synchronization

/// Runs tasks when they are due. Of several hubs with one ledger one runs each.
///
/// What was missed while no hub was up is caught up once: the newest; how many others there were is noted as one run that
/// was MISSED. It looks back to the newest run that the ledger knows, at most `lookBack`. A run that is due while the one
/// before it is under way is caught up in the same way. A run whose hub died is LOST and not done again; the next one is.
public final class Scheduler: Sendable {
    /// Does a task.
    public typealias Work = @Sendable (_ entry: ScheduleEntry, _ run: Int64) async -> TaskOutcome

    /// How long others believe that a run is at work without a word.
    public static let lease: Int64 = 60_000_000_000
    /// How far back it looks for what was missed.
    public static let lookBack: Int64 = 7 * 86_400_000_000_000
    /// What stands for every hub of this ledger when somebody asks again: seconds of waiting.
    static let pause: Int64 = 15_000_000_000

    /// What is done.
    public let entries: [ScheduleEntry]
    let ledger: any ServiceLedger
    let owner: String
    let clock: any SchedulerClock
    private let work: Work
    private let note: @Sendable (String) -> Void
    private let orders: AsyncStream<Order>
    private let order: AsyncStream<Order>.Continuation
    private let isRunning = Mutex(false)

    private struct Order: Sendable {
        var entry: ScheduleEntry
        var run: Int64
    }

    /// - Parameters:
    ///   - owner: this process, by a name that no other has.
    ///   - note: told what went wrong, for the log.
    public init(
        _ entries: [ScheduleEntry], ledger: any ServiceLedger, owner: String, clock: any SchedulerClock,
        note: @escaping @Sendable (String) -> Void = { _ in }, work: @escaping Work
    ) {
        (self.entries, self.ledger, self.owner, self.clock) = (entries, ledger, owner, clock)
        (self.work, self.note) = (work, note)
        (orders, order) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(64))
    }

    /// Runs tasks until it is cancelled; what is under way then is cancelled, and noted as it ended. Its calls of the
    /// ledger hold up no other task of the program.
    public func run() async { await withTaskExecutorPreference(BlockingExecutor.shared) { await runAll() } }

    private func runAll() async {
        isRunning.withLock { $0 = true }
        await withTaskGroup(of: Void.self) { group in
            for entry in entries where entry.isEnabled { group.addTask { [self] in await follow(entry) } }
            for await order in orders { group.addTask { [self] in await perform(order.entry, order.run) } }
            isRunning.withLock { $0 = false }
        }
    }

    /// Whether tasks are begun when they are due: between the beginning and the end of `run`.
    public var isAlive: Bool { isRunning.withLock { $0 } }

    /// All entries and how they stand.
    public func overview() throws(StorageError) -> [ScheduledTask] {
        let now = clock.now()
        var tasks: [ScheduledTask] = []
        for entry in entries {
            tasks.append(
                ScheduledTask(
                    entry: entry, next: entry.next(after: now),
                    last: try ledger.taskRuns(of: entry.name, limit: 1).first))
        }
        return tasks
    }

    /// Begins a task now, whether it is switched on or not; the number of the run.
    ///
    /// - Throws: `SchedulerError`, `StorageError`.
    public func start(_ name: String) throws -> Int64 {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw SchedulerError(.unknown, "no task of the schedule is called '\(name)'")
        }
        guard isRunning.withLock(\.self) else {
            throw SchedulerError(.notRunning, "the hub is ending and starts no task")
        }
        let now = clock.now()
        guard let run = try take(entry, due: now, now) else {
            throw SchedulerError(.underWay, "\(name) is under way; it can be run again when it has ended")
        }
        guard case .enqueued = order.yield(Order(entry: entry, run: run)) else {
            _ = try ledger.finishTask(
                run, owner: owner, state: .failed, summary: "the hub had no place for it", at: clock.now())
            throw SchedulerError(.notRunning, "the hub is ending and starts no task")
        }
        return run
    }

    /// Takes a run, where nobody else has it or another run of the entry. One of a hub on this machine that died is over
    /// before its lease is.
    private func take(_ entry: ScheduleEntry, due: Timestamp, _ now: Timestamp) throws(StorageError) -> Int64? {
        func take() throws(StorageError) -> Int64? {
            try ledger.takeTask(entry.name, task: entry.task, due: due, lease: lease(now), now: now)
        }
        if let run = try take() { return run }
        guard let busy = try ledger.taskRuns(of: entry.name, limit: 50).first(where: { $0.state == .running }),
            let other = busy.lease?.owner, ProcessName(other).isDead
        else { return nil }
        _ = try ledger.finishTask(
            busy.number, owner: other, state: .lost, summary: "its hub ended without a word", at: clock.now())
        return try take()
    }

    private func lease(_ now: Timestamp) -> ItemLease {
        ItemLease(owner: owner, until: Timestamp(nanoseconds: now.nanoseconds + Self.lease))
    }

    /// Does an entry whenever it is due.
    private func follow(_ entry: ScheduleEntry) async {
        var last: Timestamp?
        while !Task.isCancelled {
            do {
                let now = clock.now()
                let known = try last ?? ledger.taskRuns(of: entry.name, limit: 1).first?.due ?? now
                let since = max(min(known, now), Timestamp(nanoseconds: now.nanoseconds - Self.lookBack))
                if let due = entry.missed(since: since, at: now) {
                    last = try await begin(entry, due, now) ? due.newest : since
                } else if let next = entry.next(after: now) {
                    last = since
                    try await clock.sleep(until: next)
                } else {
                    return
                }
            } catch is CancellationError {
                return
            } catch {
                note("task \(entry.name) waits for the ledger: \(error)")
                // Cancelled while it waits, it ends at the loop's head.
                try? await clock.sleep(until: Timestamp(nanoseconds: clock.now().nanoseconds + Self.pause))
            }
        }
    }

    /// Does what is due unless another hub has it; false where one is still busy with the run before.
    private func begin(
        _ entry: ScheduleEntry, _ due: (newest: Timestamp, before: Timestamp?, count: Int), _ now: Timestamp
    ) async throws -> Bool {
        if let before = due.before { try noteMissed(entry, before, due.count - 1) }
        if let run = try take(entry, due: due.newest, now) {
            await perform(entry, run)
            return true
        }
        let runs = try ledger.taskRuns(of: entry.name, limit: 50)
        if runs.contains(where: { $0.due == due.newest }) { return true }
        let lease = runs.first { $0.state == .running }?.lease?.until ?? now
        let patience = Timestamp(nanoseconds: now.nanoseconds + Self.pause)
        try await clock.sleep(until: lease > now ? min(lease, patience) : patience)
        return false
    }

    private func noteMissed(_ entry: ScheduleEntry, _ due: Timestamp, _ count: Int) throws(StorageError) {
        let now = clock.now()
        // Another hub was first, or is at work.
        guard let run = try ledger.takeTask(entry.name, task: entry.task, due: due, lease: lease(now), now: now) else {
            return
        }
        let what = count == 1 ? "this run was" : "\(count) runs up to this one were"
        _ = try ledger.finishTask(
            run, owner: owner, state: .missed, summary: "\(what) missed; the one after it was caught up", at: now)
    }

    /// Does a run that is taken, and keeps its lease meanwhile.
    private func perform(_ entry: ScheduleEntry, _ run: Int64) async {
        let outcome = await withTaskGroup(of: TaskOutcome?.self) { group in
            group.addTask { [self] in await work(entry, run) }
            group.addTask { [self] in await keep(run) }
            var outcome: TaskOutcome?
            while outcome == nil, let result = await group.next() {
                // A lease that is lost ends the work, whose outcome is still waited for.
                outcome = result
                if result == nil { group.cancelAll() }
            }
            group.cancelAll()
            return outcome ?? TaskOutcome(.failed, "it was not begun")
        }
        do throws(StorageError) {
            let summary = Self.cut(outcome.summary)
            if try !ledger.finishTask(run, owner: owner, state: outcome.state, summary: summary, at: clock.now()) {
                note("task \(entry.name), run \(run): another hub took it for lost before it ended")
            }
        } catch {
            note("task \(entry.name), run \(run): its end could not be noted: \(error)")
        }
    }

    /// Renews a lease until it is cancelled, or the lease is another's.
    private func keep(_ run: Int64) async -> TaskOutcome? {
        var until = lease(clock.now()).until
        while !Task.isCancelled {
            // A third of the lease: two more tries are left when one fails.
            let next = Timestamp(nanoseconds: clock.now().nanoseconds + Self.lease / 3)
            do { try await clock.sleep(until: next) } catch { return nil }
            let lease = lease(clock.now())
            do throws(StorageError) {
                guard try ledger.renewTask(run, lease: lease) else { return nil }
                until = lease.until
            } catch {
                note("run \(run): its lease could not be renewed: \(error)")
                if clock.now() >= until { return nil }
            }
        }
        return nil
    }

    private static func cut(_ summary: String) -> String {
        summary.utf8.count <= TaskOutcome.longestSummary
            ? summary : String(decoding: summary.utf8.prefix(TaskOutcome.longestSummary), as: UTF8.self) + "…"
    }
}
