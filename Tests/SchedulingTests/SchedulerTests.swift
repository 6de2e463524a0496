import Foundation
import MarketData
import Scheduling
import Storage
import StorageSQLite
import Synchronization
import Testing

/// A schedule, a clock that is set by hand, and a ledger that several hubs may share.
@Suite(.serialized)
struct SchedulerTests {
    /// What was done, and a gate that holds work up.
    final class Works: Sendable {
        private struct State {
            var begun: [String] = []
            var gate: [CheckedContinuation<Void, Never>] = []
            var isOpen = true
        }
        private let state = Mutex(State())

        var begun: [String] { state.withLock(\.begun) }

        func close() { state.withLock { $0.isOpen = false } }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.gate = [] }
                return state.gate
            }
            for each in waiting { each.resume() }
        }

        func work(_ hub: String) -> Scheduler.Work {
            { entry, run in
                self.state.withLock { $0.begun.append("\(hub) \(entry.name) \(run)") }
                await withTaskCancellationHandler {
                    await withCheckedContinuation { continuation in
                        let isOpen = self.state.withLock { state in
                            if !state.isOpen, !Task.isCancelled { state.gate.append(continuation) }
                            return state.isOpen || Task.isCancelled
                        }
                        if isOpen { continuation.resume() }
                    }
                } onCancel: {
                    self.open()
                }
                return Task.isCancelled ? TaskOutcome(.failed, "stopped") : TaskOutcome(.completed, "done by \(hub)")
            }
        }
    }

    static func ledger() throws -> SQLiteLedger {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scheduling-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: "\(folder)/ledger.db", mode: .create)
        try database.migrate()
        return SQLiteLedger(database)
    }

    static func hourly(_ name: String = "hourly", enabled: Bool = true) throws -> ScheduleEntry {
        ScheduleEntry(name: name, task: "count", expression: try CronExpression("0 * * * *"), isEnabled: enabled)
    }

    static func lines(_ ledger: any ServiceLedger, _ name: String? = nil) throws -> [String] {
        try ledger.taskRuns(of: name, limit: 100).reversed().map { "\($0.due) \($0.state.rawValue) \($0.summary)" }
    }

    @Test func year_ofADailyTask_isRunOnEachDayOnce() async throws {
        let (ledger, clock, works) = (try Self.ledger(), ManualClock("2024-01-01T00:30:00Z"), Works())
        let entry = ScheduleEntry(
            name: "daily", task: "count", expression: try CronExpression("30 2 * * *"),
            zone: try Zone("America/New_York"))
        let scheduler = Scheduler([entry], ledger: ledger, owner: "a", clock: clock, work: works.work("a"))
        let running = Task { await scheduler.run() }
        for hour in 1...(366 * 24) {
            try await clock.settle(1)
            clock.set(Timestamp(nanoseconds: 1_704_069_000_000_000_000 + Int64(hour) * 3_600_000_000_000))
        }
        try await clock.settle(1)
        running.cancel()
        await running.value
        let runs = try ledger.taskRuns(of: "daily", limit: 1000)
        #expect(runs.count == 366)
        #expect(runs.allSatisfy { $0.state == .completed && $0.lease == nil })
        #expect(runs.contains { $0.due.description == "2024-03-10T07:00:00Z" })
        #expect(Set(runs.map { $0.due.description.prefix(10) }).count == 366)
    }

    @Test func runs_thatWereMissed_areCaughtUpOnceAndSaid() async throws {
        let (ledger, works) = (try Self.ledger(), Works())
        for (start, end) in [
            ("2024-01-01T00:10:00Z", "2024-01-01T01:00:00Z"), ("2024-01-01T05:10:00Z", "2024-01-01T06:00:00Z"),
        ] {
            let clock = ManualClock(start)
            let scheduler = Scheduler(
                [try Self.hourly()], ledger: ledger, owner: "a", clock: clock, work: works.work("a"))
            let running = Task { await scheduler.run() }
            try await clock.settle(1)
            clock.set(end)
            while try ledger.taskRuns(of: nil, limit: 1).first?.due.description != end {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await clock.settle(1)
            running.cancel()
            await running.value
        }
        #expect(
            try Self.lines(ledger) == [
                "2024-01-01T01:00:00Z COMPLETED done by a",
                "2024-01-01T04:00:00Z MISSED 3 runs up to this one were missed; the one after it was caught up",
                "2024-01-01T05:00:00Z COMPLETED done by a",
                "2024-01-01T06:00:00Z COMPLETED done by a",
            ])
    }

    @Test func period_thatWasMissed_isCaughtUpOnceByOneOfTwoHubs() async throws {
        let (ledger, works) = (try Self.ledger(), Works())
        let entry = ScheduleEntry(name: "often", task: "count", .every(try Period("15m")))
        for (start, end) in [
            ("2024-01-01T00:10:00Z", "2024-01-01T00:15:00Z"), ("2024-01-01T01:07:00Z", "2024-01-01T01:15:00Z"),
        ] {
            let clock = ManualClock(start)
            let hubs = ["a", "b"].map {
                Scheduler([entry], ledger: ledger, owner: $0, clock: clock, work: works.work("a hub"))
            }
            let running = hubs.map { hub in Task { await hub.run() } }
            try await clock.settle(2)
            clock.set(end)
            while try ledger.taskRuns(of: nil, limit: 1).first?.due.description != end {
                try await Task.sleep(for: .milliseconds(2))
            }
            try await clock.settle(2)
            for task in running {
                task.cancel()
                await task.value
            }
        }
        #expect(
            try Self.lines(ledger) == [
                "2024-01-01T00:15:00Z COMPLETED done by a hub",
                "2024-01-01T00:45:00Z MISSED 2 runs up to this one were missed; the one after it was caught up",
                "2024-01-01T01:00:00Z COMPLETED done by a hub",
                "2024-01-01T01:15:00Z COMPLETED done by a hub",
            ])
    }

    @Test func longPause_isLookedBackOnForAWeekOnly() async throws {
        let (ledger, works, clock) = (try Self.ledger(), Works(), ManualClock("2024-03-01T00:10:00Z"))
        let start = try #require(Timestamp(rfc3339: "2024-01-01"))
        let lease = ItemLease(owner: "a", until: start)
        let run = try #require(try ledger.takeTask("hourly", task: "count", due: start, lease: lease, now: start))
        _ = try ledger.finishTask(run, owner: "a", state: .completed, summary: "", at: start)
        let scheduler = Scheduler([try Self.hourly()], ledger: ledger, owner: "a", clock: clock, work: works.work("a"))
        let running = Task { await scheduler.run() }
        try await clock.settle(1)
        running.cancel()
        await running.value
        #expect(
            try Self.lines(ledger).dropFirst() == [
                "2024-02-29T23:00:00Z MISSED 167 runs up to this one were missed; the one after it was caught up",
                "2024-03-01T00:00:00Z COMPLETED done by a",
            ])
    }

    @Test func run_thatTakesLong_keepsItsLeaseAndIsNotOverlapped() async throws {
        let (ledger, works, clock) = (try Self.ledger(), Works(), ManualClock("2024-01-01T00:59:00Z"))
        works.close()
        let hubs = try ["a", "b"].map {
            Scheduler([try Self.hourly()], ledger: ledger, owner: $0, clock: clock, work: works.work($0))
        }
        let running = hubs.map { hub in Task { await hub.run() } }
        try await clock.settle(2)
        // Ten seconds at a time over two hours: one hub works, renews and is not disturbed; the other looks on.
        var now = try #require(Timestamp(rfc3339: "2024-01-01T01:00:00Z"))
        clock.set(now)
        for _ in 0..<750 {
            try await clock.settle(2)
            now = Timestamp(nanoseconds: now.nanoseconds + 10_000_000_000)
            clock.set(now)
        }
        try await clock.settle(2)
        #expect(works.begun.count == 1)
        let error = #expect(throws: SchedulerError.self) { try hubs[0].start("hourly") }
        #expect(error?.code == .underWay)
        works.open()
        while try ledger.taskRuns(of: nil, limit: 1).first?.due.description != "2024-01-01T03:00:00Z" {
            clock.set(Timestamp(nanoseconds: clock.now().nanoseconds + 1_000_000_000))
            try await Task.sleep(for: .milliseconds(2))
        }
        try await clock.settle(2)
        for task in running { task.cancel() }
        for task in running { await task.value }
        let lines = try Self.lines(ledger)
        #expect(lines.count == 3)
        #expect(lines.first?.hasPrefix("2024-01-01T01:00:00Z COMPLETED") == true)
        #expect(
            lines.dropFirst().first == "2024-01-01T02:00:00Z MISSED this run was missed; the one after it was caught up"
        )
        #expect(lines.last?.hasPrefix("2024-01-01T03:00:00Z COMPLETED") == true)
    }

    @Test func hub_thatDies_leavesTheNextRunToTheOther() async throws {
        let (ledger, works, clock) = (try Self.ledger(), Works(), ManualClock("2024-01-01T01:00:30Z"))
        let due = try #require(Timestamp(rfc3339: "2024-01-01T01:00:00Z"))
        // The hub that had it renewed its lease for the last time then.
        let lease = ItemLease(owner: "dead", until: Timestamp(nanoseconds: due.nanoseconds + 60_000_000_000))
        _ = try #require(try ledger.takeTask("hourly", task: "count", due: due, lease: lease, now: due))
        let scheduler = Scheduler([try Self.hourly()], ledger: ledger, owner: "a", clock: clock, work: works.work("a"))
        let running = Task { await scheduler.run() }
        try await clock.settle(1)
        clock.set("2024-01-01T02:00:00Z")
        while try ledger.taskRuns(of: nil, limit: 1).first?.state != .completed {
            try await Task.sleep(for: .milliseconds(2))
        }
        running.cancel()
        await running.value
        #expect(
            try Self.lines(ledger) == ["2024-01-01T01:00:00Z LOST ", "2024-01-01T02:00:00Z COMPLETED done by a"])
    }

    @Test func hub_thatEnds_endsItsRunAndGivesTheLeaseBack() async throws {
        let (ledger, works, clock) = (try Self.ledger(), Works(), ManualClock("2024-01-01T00:59:00Z"))
        works.close()
        let scheduler = Scheduler(
            [try Self.hourly(), try Self.hourly("off", enabled: false)], ledger: ledger, owner: "a", clock: clock,
            work: works.work("a"))
        #expect(throws: SchedulerError.self) { try scheduler.start("hourly") }
        let running = Task { await scheduler.run() }
        try await clock.settle(1)
        // What is switched off can be run by hand.
        let number = try scheduler.start("off")
        #expect(throws: SchedulerError.self) { try scheduler.start("nobody") }
        try await clock.settle(2)
        #expect(try ledger.taskRuns(of: "off", limit: 1).first?.state == .running)
        let overview = try scheduler.overview()
        #expect(overview.map { $0.next?.description } == ["2024-01-01T01:00:00Z", nil])
        #expect(overview.map { $0.last?.number } == [nil, number])
        running.cancel()
        await running.value
        let run = try #require(try ledger.taskRuns(of: "off", limit: 1).first)
        #expect(run.state == .failed && run.summary == "stopped" && run.lease == nil)
        #expect(throws: SchedulerError.self) { try scheduler.start("off") }
    }
}
