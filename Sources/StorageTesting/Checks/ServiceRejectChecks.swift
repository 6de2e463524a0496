import MarketData
import Storage

extension Check where Subject == any ServiceLedgerUnderTest {
    static let markedRejects: [ServiceLedgerCheck] = [
        ServiceLedgerCheck(
            "reject-pages", "Pages of rejects hold each once, also when files are noted or taken away between them"
        ) { run in
            let ledger = try run.ledger()
            let (job, other) = (
                try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start())
            )
            func note(_ path: String, _ rows: [Int64], of job: JobID) throws {
                try ledger.recordFile(
                    LedgerSamples.file(job, path, sha256: path), rejects: rows.map { LedgerSamples.reject($0) })
            }
            func page(_ mark: RejectMark?, _ limit: Int = 2) throws -> [RejectMark] {
                try ledger.rejects(job: job, behind: mark, limit: limit).map(\.mark)
            }
            func marks(_ path: String, _ rows: [(Int64, Int64)]) -> [RejectMark] {
                rows.map { RejectMark(path: path, row: $0.0, place: $0.1) }
            }
            try note("b", [7, 7, 7, -1], of: job)
            try note("b", [1], of: other)
            let first = try page(nil)
            try expect(first, equals: marks("b", [(-1, 3), (7, 0)]), "the first page")
            // Before the mark, at it and behind it.
            try note("a", [1, 2], of: job)
            try note("c", [5], of: job)
            let second = try page(first.last)
            try expect(second, equals: marks("b", [(7, 1), (7, 2)]), "the second page")
            try note("b", [], of: job)
            try expect(
                page(second.last), equals: marks("c", [(5, 0)]), "the page behind a reject that is not there any more")
            try expect(page(RejectMark(path: "c", row: 5, place: 0)), equals: [], "the page behind the last")
            try expect(page(nil, 9).map(\.path), equals: ["a", "a", "c"], "all")
            for limit in [0, -1] { try expect(page(nil, limit), equals: [], "at most \(limit)") }
        }
    ]
}
