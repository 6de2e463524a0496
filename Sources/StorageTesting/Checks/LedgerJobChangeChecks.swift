import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let jobChanges: [LedgerCheck] = [
        LedgerCheck(
            "job-advance", "What several processes add to a job's counts is summed; the newest life sign counts"
        ) {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let other = try ledger.startJob(LedgerSamples.start())
            let before = try ledger.job(other)
            let step = LedgerSamples.progress
            try ledger.updateJob(job, progress: step)
            var late = step
            (late.at, late.resumeToken) = (LedgerSamples.moment(5), "elsewhere")
            try ledger.record([.advance(job, late), .advance(job, late)])
            var expected = step
            expected.itemsDone *= 3
            expected.itemsFailed *= 3
            expected.rowsRead *= 3
            expected.written += step.written
            expected.written += step.written
            expected.duplicates *= 3
            expected.rejected *= 3
            expected.noTrades *= 3
            try expect(ledger.job(job)?.progress, equals: expected, "the progress")
            late.at = LedgerSamples.moment(50)
            try ledger.record([.advance(job, late)])
            try expect(ledger.job(job)?.progress.at, equals: LedgerSamples.moment(50), "the sign of life")
            try expect(ledger.job(other), equals: before, "the other job")
            try expectRefusal([], "an advance of a job that is not there") {
                try ledger.record([.advance(JobID(999_999), late)])
            }
        },
        LedgerCheck("job-restart", "A job that ended runs again with its counts; one that runs is left alone") { run in
            let ledger = try run.ledger()
            for state in JobState.allCases where state != .running {
                let job = try ledger.startJob(LedgerSamples.start())
                try ledger.cancelJob(job)
                try ledger.finishJob(job, state: state, message: "ended", progress: LedgerSamples.progress)
                var expected = try require(ledger.job(job), "the job")
                try expect(expected.isCancelled, "that it was cancelled is known when it ended \(state)")
                try expect(
                    ledger.restartJob(job, at: LedgerSamples.moment(70)), equals: true, "a job that was \(state)")
                (expected.state, expected.finishedAt, expected.message) = (.running, nil, "")
                (expected.progress.at, expected.isCancelled) = (LedgerSamples.moment(70), false)
                try expect(ledger.job(job), equals: expected, "a job that was \(state)")
                try ledger.cancelJob(job)
                expected.isCancelled = true
                try expect(ledger.restartJob(job, at: LedgerSamples.moment(80)), equals: false, "a job that runs")
                try expect(ledger.job(job), equals: expected, "a job that runs already")
            }
        },
        LedgerCheck("job-cancel", "What is asked to end is only told so, of one job; one that is not there is refused")
        {
            run in
            let ledger = try run.ledger()
            let (job, other) = (try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start()))
            var expected = try require(ledger.job(job), "the job")
            let before = try ledger.job(other)
            try ledger.cancelJob(job)
            expected.isCancelled = true
            try expect(ledger.job(job), equals: expected, "the job")
            try expect(ledger.job(other), equals: before, "the other job")
            let unknown = JobID(999_999)
            try expectRefusal([], "cancelling a job that is not there") { try ledger.cancelJob(unknown) }
            try expectRefusal([], "restarting a job that is not there") {
                _ = try ledger.restartJob(unknown, at: LedgerSamples.moment(1))
            }
        },
    ]
}
