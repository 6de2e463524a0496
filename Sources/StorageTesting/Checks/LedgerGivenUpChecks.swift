import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
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
            try expect(
                rows: ledger.givenUp(in: LedgerSamples.store).map(\.part), equal: parts + others, "of the store")
            try expect(ledger.givenUp(in: .random()), equals: [], "of another store")
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
