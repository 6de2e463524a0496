import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let coverage: [LedgerCheck] = [
        LedgerCheck("coverage-fields", "What a source said of a series, and of a category, comes back") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            for scope in LedgerSamples.scopes {
                var records = CoverageRecord.Claim.allCases.enumerated().map { index, claim in
                    LedgerSamples.coverage(scope, claim, 100 * Int64(index), 100 * Int64(index) + 50, job)
                }
                for (index, medium) in CoverageMedium.allCases.enumerated() {
                    var record = LedgerSamples.coverage(scope, .covered, 1000 + Int64(index), 2000, job)
                    (record.medium, record.origin) = (medium, "a.zip/\"\(index)\"")
                    (record.rows, record.verifiedAt) = (index << 40, LedgerSamples.moment(7))
                    records.append(record)
                }
                try ledger.record(records.map { .coverage($0) })
                try expect(
                    rows: ledger.coverage(of: scope, in: LedgerSamples.store), equal: records,
                    "what was said of \(scope)")
            }
        },
        LedgerCheck(
            "coverage-merges",
            "Ranges of one scope, claim, medium, origin and job become one where they touch without overlapping; "
                + "their rows are added, the newest time counts, and verified they are no more"
        ) {
            run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let scope = LedgerSamples.scopes[0]
            func record(
                _ start: Int64, _ end: Int64, rows: Int? = nil, _ origin: String = "a", _ medium: CoverageMedium = .file
            ) -> CoverageRecord {
                var record = LedgerSamples.coverage(scope, .covered, start, end, job)
                (record.rows, record.origin, record.medium) = (rows, origin, medium)
                record.verifiedAt = LedgerSamples.moment(3)
                return record
            }
            for one in [
                record(10, 20, rows: 4), record(40, 50, rows: 5), record(20, 40, rows: 7), record(60, 70, rows: 1),
                record(70, 80), record(45, 48, rows: 2), record(80, 90, "b"), record(90, 95, "b", .api),
                record(45, 48, rows: 3),
            ] { try ledger.record([.coverage(one)]) }
            var whole = record(10, 50, rows: 16)
            var unknown = record(60, 80)
            (whole.verifiedAt, unknown.verifiedAt) = (nil, nil)
            try expect(
                rows: ledger.coverage(of: scope, in: LedgerSamples.store),
                equal: [
                    whole, record(45, 48, rows: 3), unknown, record(80, 90, "b"), record(90, 95, "b", .api),
                ], "the ranges")
        },
        LedgerCheck("coverage-verified", "A count of a scope's rows is noted of what was covered in that store") {
            run in
            let ledger = try run.ledger()
            var elsewhere = LedgerSamples.start()
            elsewhere.store = .random()
            let (job, far) = (try ledger.startJob(LedgerSamples.start()), try ledger.startJob(elsewhere))
            let (scope, other) = (LedgerSamples.scopes[0], LedgerSamples.scopes[6])
            let records = [
                LedgerSamples.coverage(scope, .covered, 10, 20, job),
                LedgerSamples.coverage(scope, .sourceLimit, 20, 30, job),
            ]
            try ledger.record(
                records.map { .coverage($0) } + [
                    .coverage(LedgerSamples.coverage(scope, .covered, 10, 20, far)),
                    .coverage(LedgerSamples.coverage(other, .covered, 10, 20, job)),
                    .verified(scope, in: LedgerSamples.store, at: LedgerSamples.moment(44)),
                ])
            var verified = records
            verified[0].verifiedAt = LedgerSamples.moment(44)
            try expect(rows: ledger.coverage(of: scope, in: LedgerSamples.store), equal: verified, "the ranges")
            try expect(ledger.coverage(of: scope, in: elsewhere.store).map(\.verifiedAt), equals: [nil], "elsewhere")
            try expect(
                ledger.coverage(of: other, in: LedgerSamples.store).map(\.verifiedAt), equals: [nil], "of a category")
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
                LedgerSamples.coverage(scope, .covered, 20, 30, other),
                LedgerSamples.coverage(scope, .sourceLimit, 20, 25, one),
            ]
            try ledger.record(records.map { .coverage($0) })
            try ledger.record([.coverage(LedgerSamples.coverage(scope, .covered, 20, 99, far))])
            for other in LedgerSamples.scopes.dropFirst() {
                try ledger.record([.coverage(LedgerSamples.coverage(other, .covered, 0, 60, one))])
            }
            try expect(rows: ledger.coverage(of: scope, in: LedgerSamples.store), equal: records, "the ranges")
            try expect(
                ledger.coverage(of: scope, in: elsewhere.store).map(\.range),
                equals: [LedgerSamples.coverage(scope, .covered, 20, 99, far).range], "those of the other store")
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
}
