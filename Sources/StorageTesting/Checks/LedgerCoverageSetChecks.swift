import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let coverageSets: [LedgerCheck] = [
        LedgerCheck(
            "coverage-sets",
            "All ranges of a scope, content and medium are one set, whichever jobs and origins they have"
        ) { run in
            let ledger = try run.ledger()
            var elsewhere = LedgerSamples.start()
            elsewhere.store = .random()
            let (one, other) = (
                try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start())
            )
            let far = try ledger.startJob(elsewhere)
            let scope = LedgerSamples.scopes[0]
            func record(_ start: Int64, _ end: Int64, _ job: JobID, _ medium: CoverageMedium = .api) -> LedgerEntry {
                var record = LedgerSamples.coverage(scope, .covered, start, end, job)
                (record.medium, record.origin) = (medium, "\(start)")
                return .coverage(record)
            }
            try ledger.record([record(30, 40, one), record(10, 20, one), record(35, 50, one)])
            try ledger.record([record(20, 25, other), record(45, 60, other), record(12, 70, other, .file)])
            try ledger.record([
                .coverage(LedgerSamples.coverage(scope, .sourceLimit, 0, 9, one)), record(0, 1, far),
            ])
            let expected = [
                CoverageSet(scope, .covered, .api, LedgerSamples.ranges((10, 25), (30, 60))),
                CoverageSet(scope, .covered, .file, LedgerSamples.ranges((12, 70))),
                CoverageSet(scope, .sourceLimit, .api, LedgerSamples.ranges((0, 9))),
            ]
            try expect(rows: ledger.coverageSets(in: LedgerSamples.store), equal: expected, "the sets")
            try expect(
                ledger.coverageSets(in: elsewhere.store),
                equals: [CoverageSet(scope, .covered, .api, LedgerSamples.ranges((0, 1)))], "those of the other store")
            try expect(ledger.coverageSets(in: .random()), equals: [], "those of a store that nobody knows")
        },
        LedgerCheck(
            "coverage-set-order",
            "Sets come by base, quote, interval, category, source, content and medium, or of a base"
        ) { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let names = StoreCheck.hardNames.map { CoverageScope.series(Candle.series($0, "USD", source: $0)) }
            let scopes = LedgerSamples.scopes + names
            // As one call, and backwards: no order but the ledger's own.
            try ledger.record(
                scopes.reversed().map { .coverage(CoverageRecord($0, .covered, .all, job: job, at: .latest)) })
            let keys = scopes.map { scope -> (key: [String], scope: CoverageScope) in
                let interval = String(scope.kind.interval?.nanoseconds ?? 0)
                let padded = String(repeating: "0", count: 20 - interval.count) + interval
                switch scope {
                case .series(let series):
                    return ([series.instrument.base, series.instrument.quote, padded, "", series.source], scope)
                case .group(let source, _, let category): return (["", "", padded, category.rawValue, source], scope)
                }
            }
            let sorted = keys.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.scope)
            let all = try ledger.coverageSets(in: LedgerSamples.store)
            try expect(rows: all.map(\.scope), equal: sorted, "the scopes")
            try expect(all.allSatisfy { $0.ranges == RangeSet([.all]) }, "all of time in each set")
            for base in ["BTC", StoreCheck.hardNames[0]] {
                let found = try ledger.coverageSets(in: LedgerSamples.store, base: base).map(\.scope)
                let expected = sorted.filter { scope in
                    guard case .series(let series) = scope else { return false }
                    return series.instrument.base == base
                }
                try expect(rows: found, equal: expected, "the scopes of \(base)")
            }
            try expect(ledger.coverageSets(in: LedgerSamples.store, base: ""), equals: [], "the sets of no base")
        },
        LedgerCheck("coverage-sets-walk", "Whatever is noted in whatever groups, the sets and suspects agree with it") {
            run in
            for seed in 1...3 as ClosedRange<UInt64> { try walk(run.ledger(), seed: seed) }
        },
    ]

    /// Notes ranges, examinations and suspects by chance, and holds the sets against a model of single seconds.
    private static func walk(_ ledger: any Ledger, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let job = try ledger.startJob(LedgerSamples.start())
        let store = LedgerSamples.store
        let series = [1, 60].map { Series.candles("BTC", "USD", minutes: $0, source: "a") }
        var (covered, examined) = ([[Int64]: Bool](), [[Int64]: Bool]())
        var suspects: [Int: [Suspect]] = [:]
        for _ in 0..<40 {
            var entries: [LedgerEntry] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let which = Int.random(in: 0...1, using: &random)
                let start = Int64.random(in: 0..<60, using: &random)
                let end = start + .random(in: 1...9, using: &random)
                let range = LedgerSamples.range(start, end)
                if Bool.random(using: &random) {
                    entries.append(
                        .coverage(LedgerSamples.coverage(.series(series[which]), .covered, start, end, job)))
                    for second in start..<end {
                        covered[[Int64(which), second]] = true
                        for any in 0...1 as ClosedRange<Int64> { examined[[any, second]] = nil }
                    }
                    for any in 0...1 { suspects[any]?.removeAll { $0.range.overlaps(range) } }
                } else {
                    let found = Suspect(series[which], range, .finer, evidence: "\(entries.count)")
                    entries.append(
                        .examined(Examination(of: series[which], RangeSet([range]), in: store, suspects: [found])))
                    for second in start..<end { examined[[Int64(which), second]] = true }
                    suspects[which, default: []].removeAll { $0.range.overlaps(range) }
                    suspects[which, default: []].append(found)
                }
            }
            try ledger.record(entries)
            let expected = series.indices.flatMap { which in
                [(covered, CoverageSet.Content.covered, CoverageMedium.api), (examined, .examined, .derived)]
                    .compactMap { seconds, content, medium -> CoverageSet? in
                        let ranges = seconds.keys.filter { $0[0] == which }.map {
                            LedgerSamples.range($0[1], $0[1] + 1)
                        }
                        return ranges.isEmpty
                            ? nil : CoverageSet(.series(series[which]), content, medium, RangeSet(ranges))
                    }
            }
            try expect(rows: ledger.coverageSets(in: store), equal: expected, "the sets of walk \(seed)")
            let listed = series.indices.flatMap { (suspects[$0] ?? []).sorted { $0.range.start < $1.range.start } }
            try expect(rows: ledger.suspects(in: store, base: nil), equal: listed, "the suspects of walk \(seed)")
        }
    }
}
