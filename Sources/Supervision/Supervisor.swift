import Glibc
public import MarketData
public import Storage
import Synchronization

/// Runs candlewick's commands as processes of their own: one that crashes takes nothing along.
public final class Supervisor: Sendable {
    /// Who hears of what the processes say; called on their threads.
    public struct Listeners: Sendable {
        /// A line of a process's log.
        public var line: @Sendable (ErrandRun, String) -> Void = { _, _ in }
        /// A line of a process's counts, as its registry writes them.
        public var counts: @Sendable (ErrandRun, String) -> Void = { _, _ in }
        /// A run has ended.
        public var end: @Sendable (ErrandRun) -> Void = { _ in }

        /// Nobody yet.
        public init() {}
    }

    /// How processes are run.
    public let settings: SupervisorSettings
    private let ledger: any Ledger
    private let listeners: Listeners
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    private struct State {
        var roster: Roster
        var children: [Int64: ChildProcess] = [:]
        var waiters: [Int64: [CheckedContinuation<ErrandRun?, Never>]] = [:]
    }

    /// Starts nothing yet. `now` is the clock.
    public init(
        _ settings: SupervisorSettings, ledger: any Ledger, listeners: Listeners,
        now: @escaping @Sendable () -> Timestamp
    ) {
        (self.settings, self.ledger, self.listeners, self.now) = (settings, ledger, listeners, now)
        state = Mutex(State(roster: Roster(settings)))
    }

    /// All runs that are remembered, the newest first.
    public var runs: [ErrandRun] {
        state.withLock { $0.roster.runs.values.sorted { $0.number > $1.number } }
    }

    /// One run; nil where there was none or it is forgotten.
    public func run(_ number: Int64) -> ErrandRun? { state.withLock { $0.roster.runs[number] } }

    /// Has something run as soon as there is a place; the number of the run.
    ///
    /// - Throws: `SupervisionError`: too many wait, the hub ends.
    public func start(_ errand: Errand) throws(SupervisionError) -> Int64 {
        let moment = now()
        let number = try state.withLock { state throws(SupervisionError) in try state.roster.add(errand, at: moment) }
        fill()
        return number
    }

    /// Waits until a run has ended; nil where there is none of that number. One whose waiting task is cancelled is asked
    /// to end.
    public func outcome(of number: Int64) async -> ErrandRun? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: ErrandRun?? = state.withLock { state in
                    guard let run = state.roster.runs[number] else { return .some(nil) }
                    if run.end != nil { return run }
                    state.waiters[number, default: []].append(continuation)
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            interrupt(number)
        }
    }

    /// Asks a run to end in order; false where it has ended or there is none. What waits does not begin. However often it is
    /// asked, the process hears of it once: a second signal would end it at once, in the middle of what it does.
    @discardableResult public func interrupt(_ number: Int64) -> Bool {
        let moment = now()
        let (isThere, isOver, child) = state.withLock { state -> (Bool, Bool, ChildProcess?) in
            guard let run = state.roster.runs[number], run.end == nil else { return (false, false, nil) }
            state.roster.update(number) { $0.isEnding = true }
            guard run.state == "WAITING" else { return (true, false, run.isEnding ? nil : state.children[number]) }
            state.roster.end(number, ChildEnd(.neverStarted), at: moment)
            return (true, true, nil)
        }
        child?.signal(SIGTERM)
        if isOver { announce(number) }
        return isThere
    }

    /// Asks the runs that work on a job to end in order; how many these are.
    public func interrupt(job: JobID) -> Int {
        runs.filter { $0.job == job && $0.end == nil }.count { interrupt($0.number) }
    }

    /// Asks all to end in order, and starts nothing any more; who does not end within the settings' patience is ended at
    /// once. Jobs can be resumed then.
    public func close() {
        let moment = now()
        let (isFirst, never, children) = state.withLock { state in
            let isFirst = !state.roster.isClosed
            let never = state.roster.close(at: moment)
            let unasked = state.children.filter { state.roster.runs[$0.key]?.isEnding != true }
            for number in unasked.keys { state.roster.update(number) { $0.isEnding = true } }
            return (isFirst, never, Array(unasked.values))
        }
        guard isFirst else { return }
        for child in children { child.signal(SIGTERM) }
        for number in never { announce(number) }
        guard !state.withLock({ $0.children.isEmpty }) else { return }
        Task.detached { [self] in
            // Nobody cancels it; who has ended by then is not met any more.
            try? await Task.sleep(for: settings.patience)
            for child in state.withLock({ Array($0.children.values) }) { child.signal(SIGKILL) }
        }
    }

    /// Ends all, and waits until they have ended.
    public func end() async {
        close()
        await withTaskGroup(of: Void.self) { group in
            for run in runs where run.end == nil {
                // Not of this group: whoever waits may have been cancelled, which would ask the run to end once more.
                group.addTask { [self] in _ = await Task.detached { [self] in await outcome(of: run.number) }.value }
            }
        }
    }

    /// Starts what there is a place for.
    private func fill() {
        let moment = now()
        for run in state.withLock({ $0.roster.due(at: moment) }) { begin(run) }
    }

    private func begin(_ run: ErrandRun) {
        let number = run.number
        let heard = ChildProcess.Listeners(
            line: { [self] in listeners.line(self.run(number) ?? run, $0) },
            counts: { [self] in listeners.counts(self.run(number) ?? run, $0) },
            end: { [self] in finish(number, $0) })
        do {
            let environment = settings.environment.merging(run.errand.environment) { $1 }
            // Under the lock: its end cannot be told before it is known.
            try state.withLock { state throws(SupervisionError) in
                let child = try ChildProcess(
                    settings.executable, ["candlewick"] + run.errand.arguments + settings.options,
                    environment: environment, heard)
                state.children[number] = child
                state.roster.update(number) { $0.process = ProcessName(of: child.process)?.text }
                // It was asked to end before it had begun, or all were.
                if state.roster.isClosed || state.roster.runs[number]?.isEnding == true { child.signal(SIGTERM) }
            }
        } catch {
            finish(number, ChildEnd(.neverStarted, lastLines: [error.description]))
            return
        }
        // It asks the ledger, which blocks.
        Task(executorPreference: BlockingExecutor.shared) { [self] in await findJob(of: number) }
    }

    private func finish(_ number: Int64, _ end: ChildEnd) {
        if let run = run(number), let process = run.process {
            let record = look(for: process)
            if let record { state.withLock { $0.roster.update(number) { $0.job = record } } }
            if case .signaled(let signal) = end.way, let job = record ?? run.job {
                CrashedJob(ledger, job, process: process).settle(signal: signal, at: now())
            }
        }
        let moment = now()
        state.withLock { state in
            state.children[number] = nil
            state.roster.end(number, end, at: moment)
        }
        announce(number)
        fill()
    }

    private func announce(_ number: Int64) {
        let (waiters, run) = state.withLock { ($0.waiters.removeValue(forKey: number) ?? [], $0.roster.runs[number]) }
        if let run { listeners.end(run) }
        for waiter in waiters { waiter.resume(returning: run) }
    }
}

extension Supervisor {
    /// Looks for the job that a process begins, until it has one or has ended.
    private func findJob(of number: Int64) async {
        var pause = Duration.milliseconds(100)
        while let run = run(number), run.end == nil, run.job == nil, let process = run.process {
            if let job = look(for: process) {
                state.withLock { $0.roster.update(number) { $0.job = job } }
                return
            }
            // Nobody cancels this task.
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }

    /// The job that a process has begun last. A ledger that does not answer now is asked again later.
    private func look(for process: String) -> JobID? {
        try? ledger.jobs(limit: 100).first { $0.start.process == process }?.id
    }

    /// The job of a run, when it has begun one within this time; nil where it has not yet, or has ended without. One that
    /// waits for a place is not waited for.
    public func job(of number: Int64, within time: Duration) async -> JobID? {
        let end = ContinuousClock.now + time
        while let run = run(number), run.state != "WAITING", run.job == nil, run.end == nil, ContinuousClock.now < end {
            // Whoever is cancelled gets what is known.
            do { try await Task.sleep(for: .milliseconds(50)) } catch { break }
        }
        return run(number)?.job
    }
}
