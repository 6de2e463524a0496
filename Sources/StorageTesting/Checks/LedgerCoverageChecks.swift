import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let coverage: [LedgerCheck] = [
        LedgerCheck("coverage-fields", "What a source said of a series, and of a category, comes back") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            for scope in LedgerSamples.scopes {
                let records = CoverageRecord.Claim.allCases.enumerated().map { index, claim in
                    LedgerSamples.coverage(scope, claim, 100 * Int64(index), 100 * Int64(index) + 50, job)
                }
                try ledger.record(records.map { .coverage($0) })
                try expect(
                    rows: ledger.coverage(of: scope, in: LedgerSamples.store), equal: records,
                    "what was said of \(scope)")
            }
        },
        LedgerCheck(
            "coverage-merges", "Ranges of one scope, claim and job become one where they touch, with the newest time"
        ) {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let scope = LedgerSamples.scopes[0]
            for (start, end) in [(10, 20), (40, 50), (20, 30), (60, 70), (12, 15), (28, 45)] as [(Int64, Int64)] {
                try ledger.record([.coverage(LedgerSamples.coverage(scope, .covered, start, end, job))])
            }
            var whole = LedgerSamples.coverage(scope, .covered, 10, 50, job)
            whole.at = LedgerSamples.moment(45)
            try expect(
                rows: ledger.coverage(of: scope, in: LedgerSamples.store),
                equal: [whole, LedgerSamples.coverage(scope, .covered, 60, 70, job)], "the ranges")
        },
        LedgerCheck("coverage-apart", "Ranges of other scopes, claims, jobs and stores are left alone") { run in
            let ledger = try run.ledger()
            let (one, other) = (
                try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start())
            )
            var elsewhere = LedgerSamples.start()
            elsewhere.store = .random()
            let far = try ledger.startJob(elsewhere)
            let scope = LedgerSamples.scopes[0]
            let records = [
                LedgerSamples.coverage(scope, .covered, 10, 20, one),
                LedgerSamples.coverage(scope, .covered, 15, 30, other),
                LedgerSamples.coverage(scope, .sourceLimit, 15, 25, one),
            ]
            try ledger.record(records.map { .coverage($0) })
            try ledger.record([.coverage(LedgerSamples.coverage(scope, .covered, 10, 99, far))])
            for other in LedgerSamples.scopes.dropFirst() {
                try ledger.record([.coverage(LedgerSamples.coverage(other, .covered, 0, 60, one))])
            }
            try expect(rows: ledger.coverage(of: scope, in: LedgerSamples.store), equal: records, "the ranges")
            try expect(
                ledger.coverage(of: scope, in: elsewhere.store).map(\.range),
                equals: [LedgerSamples.coverage(scope, .covered, 10, 99, far).range], "those of the other store")
            try expect(ledger.coverage(of: scope, in: .random()), equals: [], "those of a store that nobody knows")
        },
        LedgerCheck("coverage-extremes", "All of time can be covered, and hard names are told apart") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            for name in StoreCheck.hardNames {
                let scope = CoverageScope.series(Candle.series(name, "USD", source: name))
                let record = CoverageRecord(scope, .covered, .all, job: job, at: LedgerSamples.moment(1))
                try ledger.record([.coverage(record)])
                try expect(ledger.coverage(of: scope, in: LedgerSamples.store), equals: [record], "of \(name)")
            }
        },
    ]

    static let givenUp: [LedgerCheck] = [
        LedgerCheck("given-up-fields", "A part that was given up comes back, of its job and of all") { run in
            let ledger = try run.ledger()
            let (one, other) = (
                try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start())
            )
            let parts = LedgerSamples.scopes.map { LedgerSamples.givenUp($0, one) }
            let others = [LedgerSamples.givenUp(LedgerSamples.scopes[1], other)]
            try ledger.record((parts + others).map { .givenUp($0) })
            try expect(rows: ledger.givenUp(job: one).map(\.part), equal: parts, "those of the job")
            try expect(rows: ledger.givenUp(job: other).map(\.part), equal: others, "those of the other")
            try expect(rows: ledger.givenUp(job: nil).map(\.part), equal: parts + others, "all")
            let numbers = try ledger.givenUp(job: nil).map(\.number)
            try expect(numbers, equals: Set(numbers).sorted(), "the numbers, ascending and different")
        },
        LedgerCheck("given-up-taken", "What is taken up again is in the list no more; the rest stays, numbers too") {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let parts = LedgerSamples.scopes.map { LedgerSamples.givenUp($0, job) }
            try ledger.record(parts.map { .givenUp($0) })
            let all = try ledger.givenUp(job: job)
            try ledger.record([.takenUp(all[1].number), .takenUp(all[1].number), .takenUp(999_999)])
            try expect(rows: ledger.givenUp(job: job), equal: [all[0]] + all.dropFirst(2), "the rest")
            try ledger.record([.takenUp(try require(all.last, "the last").number)])
            try ledger.record([.givenUp(parts[0])])
            let new = try require(ledger.givenUp(job: job).last, "the new one")
            try expect(new.number > all[all.count - 1].number, "a number that was never used", found: "\(new.number)")
        },
    ]
}
