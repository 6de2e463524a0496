import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any LedgerUnderTest {
    static let concurrency: [LedgerCheck] = [
        LedgerCheck("jobs-at-once", "Jobs that start at once over several connections get different numbers") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openLedger() }
            let found = Mutex<(ids: [JobID], problems: [String])>(([], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for _ in 0..<10 {
                        let id = try ledgers[index].startJob(LedgerSamples.start("by \(index)"))
                        found.withLock { $0.ids.append(id) }
                        try ledgers[index].record(StoreVictim.notes(index, of: id))
                    }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (ids, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(Set(ids).count, equals: 30, "different numbers")
            try expect(Set(ledgers[0].jobs(limit: 100).map(\.id)), equals: Set(ids), "the jobs that are noted")
        },
        LedgerCheck("ledgers-at-once", "What one connection noted another reads at once") { run in
            let place = try run.migrated()
            let (one, other) = (try place.openLedger(), try place.openLedger())
            let job = try one.startJob(LedgerSamples.start())
            try expect(other.job(job), equals: one.job(job), "the job")
            try other.record(StoreVictim.notes(1, of: job))
            try expect(one.job(job)?.progress.itemsDone, equals: 1, "the progress")
            try expect(one.files(job: job).count, equals: 1, "the files")
            _ = try one.addAssets([Asset(ticker: "BTC")])
            try expect(other.addAssets([Asset(ticker: "BTC")]), equals: [], "an asset that the other added")
        },
        LedgerCheck("assets-at-once", "An asset that several add at once is new for exactly one of them") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openLedger() }
            let assets = (0..<40).map { Asset(ticker: "A\(100 + $0)") }
            let found = Mutex<(new: [Asset], problems: [String])>(([], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    let new = try ledgers[index].addAssets(index == 1 ? assets.reversed() : assets)
                    found.withLock { $0.new += new }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (new, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(new.map(\.ticker).sorted(), equals: assets.map(\.ticker), "the new ones of all")
        },
        LedgerCheck(
            "kill-after-note", "What was noted outlives a process that is killed, and entries are there together"
        ) {
            run in
            for announced in [1, 20] {
                let place = try run.migrated()
                let announced = try place.victim(.ledgerNotes).runAndKill(after: announced)
                let ledger = try place.openLedger()
                let job = try require(ledger.jobs(limit: 1).first, "the victim's job")
                try expect(job.state, equals: .running, "the state of a job whose process died")
                let noted = job.progress.itemsDone
                try expect(
                    noted == announced || noted == announced + 1,
                    "the notes: the \(announced) announced and at most one "
                        + "more", found: "\(noted)")
                try expect(ledger.files(job: job.id).count, equals: noted, "the files noted")
                try expect(ledger.rejects(job: job.id, limit: 1000).count, equals: noted, "the rejects noted")
            }
        },
    ]
}
