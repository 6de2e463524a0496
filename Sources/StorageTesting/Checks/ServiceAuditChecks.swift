import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any ServiceLedgerUnderTest {
    static let audits: [ServiceLedgerCheck] = [
        ServiceLedgerCheck("audit-fields", "Changes come back newest first, as they were noted, also opened again") {
            run in
            let place = try run.migrated()
            let ledger = try place.openServiceLedger()
            try expect(ledger.audit(limit: 9, before: nil), equals: [], "the changes at first")
            let entries = (0..<5).map(LedgerSamples.audit)
            for entry in entries { try ledger.recordAudit(entry) }
            try expect(rows: ledger.audit(limit: 9, before: nil).map(\.entry), equal: entries.reversed(), "the changes")
            try expect(
                rows: place.openServiceLedger().audit(limit: 9, before: nil).map(\.entry), equal: entries.reversed(),
                "the changes, opened again")
        },
        ServiceLedgerCheck("audit-pages", "Numbers grow, and pages of them hold each change once") { run in
            let ledger = try run.ledger()
            // Their times are no help: clocks are set back.
            for number in (0..<7).reversed() { try ledger.recordAudit(LedgerSamples.audit(number)) }
            let all = try ledger.audit(limit: 99, before: nil)
            try expect(all.map(\.entry), equals: (0..<7).map(LedgerSamples.audit), "the changes")
            let numbers = all.map(\.number)
            try expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 > $1 }, "numbers grow", found: "\(numbers)")
            var (paged, next): ([AuditRecord], Int64?) = ([], nil)
            for size in [3, 3, 1, 0] {
                let page = try ledger.audit(limit: 3, before: next)
                try expect(page.count, equals: size, "the changes of a page")
                paged += page
                next = page.last?.number
            }
            try expect(rows: paged, equal: all, "the pages")
            for limit in [0, -1] {
                try expect(ledger.audit(limit: limit, before: nil), equals: [], "at most \(limit)")
            }
        },
        ServiceLedgerCheck("audit-at-once", "Changes that several connections note at once are all kept") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openServiceLedger() }
            let problems = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for turn in 0..<10 { try ledgers[index].recordAudit(LedgerSamples.audit(index * 10 + turn)) }
                } catch {
                    problems.withLock { $0.append("\(error)") }
                }
            }
            try expect(problems.withLock { $0 }, equals: [], "what they met")
            let all = try ledgers[0].audit(limit: 99, before: nil)
            try expect(Set(all.map(\.number)).count, equals: 30, "different numbers")
            try expect(Set(all.map(\.entry)), equals: Set((0..<30).map(LedgerSamples.audit)), "the changes")
        },
    ]
}
