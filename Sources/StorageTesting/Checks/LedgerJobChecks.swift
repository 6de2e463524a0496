import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let jobs: [LedgerCheck] = [
        LedgerCheck("job-life", "A job comes back as it started, as far as it was, and as it ended") { run in
            let place = try run.migrated()
            let ledger = try place.openLedger()
            for state in JobState.allCases {
                let start = LedgerSamples.start("ingest \(state)")
                let id = try ledger.startJob(start)
                var expected = JobRecord(
                    id: id, start: start, state: .running, progress: JobProgress(at: start.startedAt), finishedAt: nil,
                    message: "")
                try expect(ledger.job(id), equals: expected, "a job that began")
                expected.progress = LedgerSamples.progress
                try ledger.updateJob(id, progress: expected.progress)
                try expect(ledger.job(id), equals: expected, "a job at work")
                try ledger.finishJob(id, state: state, message: "as it went", progress: expected.progress)
                (expected.state, expected.message) = (state, "as it went")
                expected.finishedAt = expected.progress.at
                try expect(ledger.job(id), equals: expected, "a job that ended \(state)")
                try expect(place.openLedger().job(id), equals: expected, "the job, opened again")
            }
        },
        LedgerCheck("job-order", "Jobs are numbered upwards and listed newest first, at most so many") { run in
            let ledger = try run.ledger()
            let ids = try (0..<4).map { try ledger.startJob(LedgerSamples.start("\($0)")) }
            try expect(zip(ids, ids.dropFirst()).allSatisfy { $0.value < $1.value }, "numbers grow", found: "\(ids)")
            try expect(ids[0].value >= 1, "numbers begin at 1 or later")
            try expect(ledger.jobs(limit: 2).map(\.id), equals: [ids[3], ids[2]], "the newest two")
            try expect(ledger.jobs(limit: 100).map(\.id), equals: ids.reversed(), "all")
            try expect(ledger.jobs(limit: 100).map(\.start.command), equals: ["3", "2", "1", "0"], "their commands")
            for limit in [0, -1] { try expect(ledger.jobs(limit: limit), equals: [], "at most \(limit)") }
        },
        LedgerCheck("job-unknown", "A job that is not there is nil, and can be neither updated nor finished") { run in
            let ledger = try run.ledger()
            let id = JobID(999_999)
            try expect(ledger.job(id), equals: nil, "a job that is not there")
            let error = try expectRefusal([], "updating a job that is not there") {
                try ledger.updateJob(id, progress: LedgerSamples.progress)
            }
            try expect(error.message.contains("999999"), "the error names the job", found: error.message)
            try expectRefusal([], "finishing a job that is not there") {
                try ledger.finishJob(id, state: .failed, message: "", progress: LedgerSamples.progress)
            }
            try expect(ledger.jobs(limit: 10), equals: [], "the jobs")
        },
        LedgerCheck("job-update", "Updating one job leaves the others and its own state as they are") { run in
            let ledger = try run.ledger()
            let (one, two) = (
                try ledger.startJob(LedgerSamples.start("one")), try ledger.startJob(LedgerSamples.start("two"))
            )
            let before = try ledger.job(two)
            try ledger.finishJob(one, state: .paused, message: "later", progress: LedgerSamples.progress)
            try ledger.record([.progress(one, LedgerSamples.progress)])
            try expect(ledger.job(two), equals: before, "the other job")
            try expect(ledger.job(one)?.state, equals: .paused, "its state")
        },
    ]
}
