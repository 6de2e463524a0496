import Foundation
import Logging
import MarketData
import Scheduling
import ServiceLifecycle
import Storage
import Supervision
import Telemetry

/// What the hub has others do: jobs and tasks as processes of their own.
struct WorkWiring {
    let workspace: Workspace
    /// Where things are, as `serve` was told; without secrets, which it refuses.
    let options: StoreOptions
    let adapters: AdapterOptions

    /// Has the number of the run that the hub has noted already.
    static let runVariable = "CANDLEWICK_TASK_RUN"

    func supervisor(_ ledger: any Ledger, _ metrics: MetricsRegistry, _ logger: Logger) -> Supervisor {
        var settings = SupervisorSettings()
        settings.options =
            options.store.map { "--store=\($0)" } + (options.ledger.map { ["--ledger=\($0)"] } ?? [])
            + (options.config.map { ["--config=\($0)"] } ?? [])
            + (adapters.adapters.map { ["--adapters=\($0)"] } ?? [])
        settings.environment = ProcessInfo.processInfo.environment
        // What systemd told this process is not for others.
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID"] {
            settings.environment[name] = nil
        }
        settings.jobs = workspace.settings.work.jobs
        var listeners = Supervisor.Listeners()
        listeners.line = { run, line in logger.info("\(line)", metadata: Self.metadata(run)) }
        listeners.counts = { run, line in metrics.absorb(line: line.utf8, from: "\(run.number)") }
        listeners.end = { run in
            metrics.forget(job: "\(run.number)")
            let sentence = run.end?.sentence ?? ""
            let isWell = run.end?.way == .exited(0)
            logger.log(
                level: isWell ? .info : .warning, "\(run.errand.title): \(sentence)", metadata: Self.metadata(run))
        }
        return Supervisor(settings, ledger: ledger, listeners: listeners, now: Workspace.now)
    }

    func scheduler(_ ledger: any ServiceLedger, _ supervisor: Supervisor, _ logger: Logger) throws -> Scheduler {
        Scheduler(
            try workspace.settings.work.schedule().map(\.entry), ledger: ledger, owner: ProcessName.own.text,
            clock: WallClock(Workspace.now), note: { logger.warning("\($0)") },
            work: { entry, run in await Self.perform(entry, run, supervisor) })
    }

    private static func metadata(_ run: ErrandRun) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["run": "\(run.number)", "command": "\(run.errand.title)"]
        if let job = run.job { metadata["job"] = "\(job)" }
        return metadata
    }

    /// A task as a process; its summary is what it prints.
    private static func perform(_ entry: ScheduleEntry, _ run: Int64, _ supervisor: Supervisor) async -> TaskOutcome {
        var errand = Errand(
            "task \(entry.name)", ["task", "run", entry.task, "--json"] + entry.arguments, lane: .task)
        errand.environment[runVariable] = "\(run)"
        do throws(SupervisionError) {
            let number = try supervisor.start(errand)
            guard let ended = await supervisor.outcome(of: number), let end = ended.end else {
                return TaskOutcome(.failed, "its process was forgotten before it ended")
            }
            let printed = end.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let summary = printed.isEmpty || end.isCut ? end.sentence : printed
            switch end.way {
            // What was asked to end did what it could in order, which is not all.
            case .exited(0): return TaskOutcome(ended.isEnding ? .partial : .completed, summary)
            case .exited(3): return TaskOutcome(.partial, summary)
            default: return TaskOutcome(.failed, end.sentence)
            }
        } catch {
            return TaskOutcome(.failed, error.description)
        }
    }
}

/// Processes end with the hub.
struct SupervisorService: Service {
    let supervisor: Supervisor

    func run() async throws {
        // Cancelled or asked to end, it ends.
        try? await gracefulShutdown()
        await supervisor.end()
    }
}

/// Tasks are begun until the hub ends; those under way are asked to end.
struct SchedulerService: Service {
    let scheduler: Scheduler

    func run() async throws { await cancelWhenGracefulShutdown { await scheduler.run() } }
}
