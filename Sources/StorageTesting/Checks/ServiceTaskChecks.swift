import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any ServiceLedgerUnderTest {
    static let tasks: [ServiceLedgerCheck] = [
        ServiceLedgerCheck("task-life", "A run comes back as it was taken and as it ended, newest first") { run in
            let place = try run.migrated()
            let ledger = try place.openServiceLedger()
            var expected: [TaskRunRecord] = []
            for (index, state) in TaskRunState.allCases.filter({ $0 != .running && $0 != .lost }).enumerated() {
                let due = Int64(index * 10)
                let number = try require(take(ledger, "hourly", due, "a", until: due + 5, now: due + 1), "a run")
                var record = TaskRunRecord(
                    number: number, schedule: "hourly", task: "task of hourly", due: LedgerSamples.moment(due),
                    startedAt: LedgerSamples.moment(due + 1), state: .running, lease: LedgerSamples.lease("a", due + 5))
                try expect(ledger.taskRuns(of: nil, limit: 1), equals: [record], "a run that was taken")
                try expect(
                    ledger.finishTask(
                        number, owner: "a", state: state, summary: "it \"was\" \(state)",
                        at: LedgerSamples.moment(due + 3)), equals: true, "the end of a run")
                (record.state, record.summary, record.lease) = (state, "it \"was\" \(state)", nil)
                record.finishedAt = LedgerSamples.moment(due + 3)
                expected.insert(record, at: 0)
            }
            try expect(rows: place.openServiceLedger().taskRuns(of: nil, limit: 99), equal: expected, "the runs")
            try expect(zip(expected, expected.dropFirst()).allSatisfy { $0.number > $1.number }, "numbers grow")
        },
        ServiceLedgerCheck("task-list", "Runs are listed of an entry or of all, at most so many") { run in
            let ledger = try run.ledger()
            let numbers = try ["a", "b", "c"].map { try require(take(ledger, $0, 1, "x", until: 9, now: 1), "a run") }
            try expect(ledger.taskRuns(of: nil, limit: 9).map(\.number), equals: numbers.reversed(), "of all")
            try expect(ledger.taskRuns(of: nil, limit: 2).map(\.schedule), equals: ["c", "b"], "the newest two")
            try expect(ledger.taskRuns(of: "b", limit: 9).map(\.number), equals: [numbers[1]], "of one")
            try expect(ledger.taskRuns(of: "d", limit: 9), equals: [], "of one that is not there")
            for limit in [0, -1] { try expect(ledger.taskRuns(of: nil, limit: limit), equals: [], "at most \(limit)") }
        },
        ServiceLedgerCheck("task-once", "The run of a moment is had once, also when it ended; another entry's is apart")
        {
            run in
            let ledger = try run.ledger()
            let first = try require(take(ledger, "one", 10, "a", until: 30, now: 11), "a run")
            try expect(take(ledger, "one", 10, "b", until: 40, now: 12), equals: nil, "the same run, while it is done")
            try expect(
                take(ledger, "one", 20, "b", until: 40, now: 21), equals: nil, "the next, while the first is done")
            try expect(take(ledger, "two", 10, "b", until: 40, now: 12) != nil, "a run of another entry")
            _ = try ledger.finishTask(first, owner: "a", state: .completed, summary: "", at: LedgerSamples.moment(22))
            try expect(take(ledger, "one", 10, "b", until: 40, now: 23), equals: nil, "the same run, when it was done")
            let next = try require(
                take(ledger, "one", 20, "b", until: 40, now: 24), "the next, when the first was done")
            _ = try ledger.finishTask(next, owner: "b", state: .failed, summary: "", at: LedgerSamples.moment(25))
            try expect(take(ledger, "one", 20, "a", until: 40, now: 26), equals: nil, "the same run, when it failed")
        },
        ServiceLedgerCheck("task-lost", "A run whose lease is over is LOST from then on, and the entry goes on") {
            run in
            let ledger = try run.ledger()
            let lost = try require(take(ledger, "one", 10, "a", until: 20, now: 11), "a run")
            _ = try require(take(ledger, "two", 10, "a", until: 20, now: 11), "a run of another entry")
            try expect(take(ledger, "one", 15, "b", until: 40, now: 19), equals: nil, "while the lease holds")
            // At its end it is over.
            try expect(take(ledger, "one", 10, "b", until: 40, now: 20), equals: nil, "the same run, after its loss")
            let expected = TaskRunRecord(
                number: lost, schedule: "one", task: "task of one", due: LedgerSamples.moment(10),
                startedAt: LedgerSamples.moment(11), finishedAt: LedgerSamples.moment(20), state: .lost)
            try expect(ledger.taskRuns(of: "one", limit: 9), equals: [expected], "the run that was lost")
            let next = try require(take(ledger, "one", 15, "b", until: 40, now: 21), "the next run")
            try expect(ledger.taskRuns(of: "one", limit: 9).map(\.number), equals: [next, lost], "the runs")
            try expect(
                ledger.taskRuns(of: "two", limit: 9).map(\.state), equals: [.running],
                "another entry's run, whose lease nobody looked at")
            _ = try take(ledger, "two", 25, "b", until: 40, now: 26)
            try expect(
                ledger.taskRuns(of: "two", limit: 9).map(\.finishedAt), equals: [nil, LedgerSamples.moment(20)],
                "the end of a run whose loss was seen late")
            try expect(
                ledger.finishTask(lost, owner: "a", state: .completed, summary: "", at: LedgerSamples.moment(22)),
                equals: false, "the end of a run that was lost")
            try expect(ledger.renewTask(lost, lease: LedgerSamples.lease("a", 90)), equals: false, "its lease")
            try expect(ledger.taskRuns(of: "one", limit: 9).map(\.state), equals: [.running, .lost], "the states")
        },
        ServiceLedgerCheck("task-lease", "A lease is lengthened and a run ended by who has it, and by nobody else") {
            run in
            let ledger = try run.ledger()
            let number = try require(take(ledger, "one", 10, "a", until: 20, now: 11), "a run")
            let other = try require(take(ledger, "two", 10, "a", until: 20, now: 11), "a run of another entry")
            try expect(
                ledger.renewTask(number, lease: LedgerSamples.lease("b", 90)), equals: false, "a stranger's lease")
            try expect(
                ledger.finishTask(number, owner: "b", state: .failed, summary: "x", at: LedgerSamples.moment(12)),
                equals: false, "an end by a stranger")
            try expect(ledger.renewTask(number, lease: LedgerSamples.lease("a", 50)), equals: true, "the owner's lease")
            try expect(
                ledger.taskRuns(of: "one", limit: 9).map(\.lease), equals: [LedgerSamples.lease("a", 50)], "the lease")
            try expect(take(ledger, "one", 20, "b", until: 60, now: 49), equals: nil, "while the longer lease holds")
            try expect(
                ledger.finishTask(number, owner: "a", state: .partial, summary: "y", at: LedgerSamples.moment(49)),
                equals: true, "an end by the owner")
            try expect(
                ledger.finishTask(number, owner: "a", state: .failed, summary: "z", at: LedgerSamples.moment(50)),
                equals: false, "a second end")
            try expect(ledger.renewTask(number, lease: LedgerSamples.lease("a", 90)), equals: false, "after its end")
            try expect(ledger.taskRuns(of: "one", limit: 9).map(\.summary), equals: ["y"], "the summary")
            try expect(
                ledger.taskRuns(of: "two", limit: 9).map { [$0.number, $0.lease?.until.nanoseconds] },
                equals: [[other, LedgerSamples.moment(20).nanoseconds]], "the other run")
            try expect(ledger.renewTask(999_999, lease: LedgerSamples.lease("a", 90)), equals: false, "no run's lease")
        },
        ServiceLedgerCheck("tasks-at-once", "A run that several take at once is got by exactly one of them") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openServiceLedger() }
            let found = Mutex<(taken: [String], problems: [String])>(([], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for turn in 0..<20 {
                        // Of ten entries; of each two moments, so that others' runs are in the way, too.
                        let (schedule, due) = ("entry \(turn % 10)", Int64(turn / 10))
                        let number = try take(ledgers[index], schedule, due, "\(index)", until: 90, now: 1)
                        if number != nil { found.withLock { $0.taken.append(schedule) } }
                    }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (taken, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(taken.sorted(), equals: (0..<10).map { "entry \($0)" }, "the runs taken")
            let runs = try ledgers[0].taskRuns(of: nil, limit: 99)
            try expect(Set(runs.map(\.number)).count, equals: 10, "the runs")
        },
        ServiceLedgerCheck("task-kill", "A run outlives the process that has it, and is free when its lease is over") {
            run in
            let place = try run.migrated()
            let announced = try place.victim(.tasks).runAndKill(after: 2)
            let ledger = try place.openServiceLedger()
            let runs = try ledger.taskRuns(of: nil, limit: 999)
            try expect(
                runs.count == announced || runs.count == announced + 1,
                "the victim's runs: the \(announced) announced and at most one more", found: "\(runs.count)")
            try expect(runs.allSatisfy { $0.state == .running }, "the states of runs whose process died")
            let end = StoreVictim.taskLease.until.nanoseconds
            let before = Timestamp(nanoseconds: end - 1)
            let mine = LedgerSamples.lease("another", 1 << 32)
            func take(_ now: Timestamp) throws -> Int64? {
                try ledger.takeTask(
                    StoreVictim.entry(1), task: "x", due: LedgerSamples.moment(99), lease: mine, now: now)
            }
            try expect(take(before), equals: nil, "a run before the dead one's lease is over")
            try expect(take(StoreVictim.taskLease.until) != nil, "a run when the dead one's lease is over")
            try expect(
                ledger.taskRuns(of: StoreVictim.entry(1), limit: 9).map(\.state), equals: [.running, .lost],
                "the states")
        },
    ]

    private static func take(
        _ ledger: any ServiceLedger, _ schedule: String, _ due: Int64, _ owner: String, until: Int64, now: Int64
    ) throws -> Int64? {
        try ledger.takeTask(
            schedule, task: "task of \(schedule)", due: LedgerSamples.moment(due),
            lease: LedgerSamples.lease(owner, until), now: LedgerSamples.moment(now))
    }
}
