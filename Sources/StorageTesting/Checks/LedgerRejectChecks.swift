import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let rejects: [LedgerCheck] = [
        LedgerCheck("reject-codes", "Every class of reject comes back with its row, place, reason and text") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let rejects = Reject.Code.allCases.enumerated().map {
                LedgerSamples.reject(Int64($0.offset) + 1, $0.element)
            }
            try ledger.recordFile(LedgerSamples.file(job, "a", sha256: "x"), rejects: rejects)
            try expect(
                rows: ledger.rejects(job: job, limit: 100), equal: rejects.map { RejectRecord(path: "a", reject: $0) },
                "the rejects")
        },
        LedgerCheck(
            "reject-order", "Rejects come by path and row, those of one row as they were given, at most so many"
        ) {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let b = [9, -1, 4].map { LedgerSamples.reject($0) } + [LedgerSamples.reject(4, .time)]
            try ledger.recordFile(LedgerSamples.file(job, "b", sha256: "x"), rejects: b)
            try ledger.recordFile(LedgerSamples.file(job, "a", sha256: "y"), rejects: [LedgerSamples.reject(5)])
            let expected = [
                RejectRecord(path: "a", reject: LedgerSamples.reject(5)), RejectRecord(path: "b", reject: b[1]),
                RejectRecord(path: "b", reject: b[2]), RejectRecord(path: "b", reject: b[3]),
                RejectRecord(path: "b", reject: b[0]),
            ]
            try expect(rows: ledger.rejects(job: job, limit: 10), equal: expected, "the rejects")
            try expect(rows: ledger.rejects(job: job, limit: 2), equal: Array(expected.prefix(2)), "the first two")
            for limit in [0, -1] { try expect(ledger.rejects(job: job, limit: limit), equals: [], "at most \(limit)") }
            try expect(ledger.rejects(job: JobID(999_999), limit: 2), equals: [], "of a job that is not there")
        },
    ]

    static let entries: [LedgerCheck] = [
        LedgerCheck("entries-together", "Entries that are given together are all noted") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let (a, b) = (LedgerSamples.file(job, "a", sha256: "x"), LedgerSamples.file(job, "b", sha256: "y"))
            try ledger.record([])
            try ledger.record([
                .file(b, rejects: [LedgerSamples.reject(2)]), .progress(job, LedgerSamples.progress),
                .file(a, rejects: [LedgerSamples.reject(1)]),
            ])
            try expect(rows: ledger.files(job: job), equal: [a, b], "the files")
            try expect(ledger.rejects(job: job, limit: 9).map(\.reject.row), equals: [1, 2], "the rejects' rows")
            try expect(ledger.job(job)?.progress, equals: LedgerSamples.progress, "the progress")
        },
        LedgerCheck("entries-all-or-none", "Of entries with one that cannot be noted none is, wherever it stands") {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let before = try ledger.job(job)
            let good: [LedgerEntry] = [
                .file(LedgerSamples.file(job, "a", sha256: "x"), rejects: [LedgerSamples.reject(1)]),
                .progress(job, LedgerSamples.progress),
            ]
            for bad: LedgerEntry in [
                .progress(JobID(999_999), LedgerSamples.progress),
                .file(LedgerSamples.file(JobID(999_999), "b", sha256: "y"), rejects: []),
            ] {
                for place in 0...2 {
                    var entries = good
                    entries.insert(bad, at: place)
                    try expectRefusal([], "entries with one of a job that is not there") { try ledger.record(entries) }
                    try expect(ledger.job(job), equals: before, "the job after a refused entry")
                    try expect(ledger.files(job: job), equals: [], "the files after a refused entry")
                    try expect(ledger.rejects(job: job, limit: 9), equals: [], "the rejects after a refused entry")
                }
            }
        },
    ]
}
