import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let examinations: [LedgerCheck] = [
        LedgerCheck("suspect-fields", "What was found suspect comes back, by series and start, of one base or all") {
            run in
            let ledger = try run.ledger()
            let store = LedgerSamples.store
            let all = LedgerSamples.scopes.compactMap { scope -> Series? in
                if case .series(let series) = scope { series } else { nil }
            }
            let sorted = [all[2], all[5], all[0], all[4], all[3], all[1]]
            func found(_ series: Series) -> [Suspect] {
                Suspect.Reason.allCases.enumerated().map { index, reason in
                    Suspect(
                        series, LedgerSamples.range(Int64(index) * 10, Int64(index) * 10 + 5), reason,
                        evidence: "λ = \"5\"\n\(index)", expectedTrades: index == 0 ? nil : 0.1 * Double(index))
                }
            }
            let looked = LedgerSamples.ranges((0, 30))
            try ledger.record(
                all.map { .examined(Examination(of: $0, looked, in: store, suspects: found($0).reversed())) })
            try expect(rows: ledger.suspects(in: store, base: nil), equal: sorted.flatMap(found), "the suspects")
            try expect(rows: ledger.suspects(in: store, base: "ETH"), equal: found(all[1]), "those of a base")
            try expect(ledger.suspects(in: .random(), base: nil), equals: [], "those of another store")
            try expect(
                ledger.coverageSets(in: store),
                equals: sorted.map { CoverageSet(.series($0), .examined, .derived, looked) }, "what was looked at")
        },
        LedgerCheck("examined-again", "What was suspect in ranges that are looked at again is forgotten, and no other")
        {
            run in
            let ledger = try run.ledger()
            let store = LedgerSamples.store
            let (series, other) = (Candle.series(), Candle.series("ETH"))
            func suspect(_ series: Series, _ start: Int64, _ end: Int64) -> Suspect {
                Suspect(series, LedgerSamples.range(start, end), .improbable, evidence: "", expectedTrades: 30)
            }
            try ledger.record(
                [series, other].map { one in
                    .examined(
                        Examination(
                            of: one, LedgerSamples.ranges((0, 100)), in: store,
                            suspects: [suspect(one, 10, 20), suspect(one, 30, 40), suspect(one, 50, 60)]))
                })
            let again = LedgerSamples.ranges((0, 5), (19, 30), (90, 120))
            try ledger.record([
                .examined(Examination(of: series, again, in: store, suspects: [suspect(series, 95, 99)]))
            ])
            try expect(
                rows: ledger.suspects(in: store, base: series.instrument.base),
                equal: [suspect(series, 30, 40), suspect(series, 50, 60), suspect(series, 95, 99)], "the suspects")
            try expect(ledger.suspects(in: store, base: "ETH").count, equals: 3, "those of another series")
            try expect(
                ledger.coverageSets(in: store, base: series.instrument.base).map(\.ranges),
                equals: [LedgerSamples.ranges((0, 120))], "what was looked at")
        },
        LedgerCheck(
            "examined-until-covered",
            "What a source newly asserts of an instrument is not examined any more, in none of its series of that source"
        ) { run in
            let ledger = try run.ledger()
            let store = LedgerSamples.store
            let job = try ledger.startJob(LedgerSamples.start())
            let near = [
                Series.candles("BTC", "USD", minutes: 60, source: "a"), .trades("BTC", "USD", source: "a"),
            ]
            let far = [
                Series.candles("BTC", "USD", minutes: 60, source: "b"), .trades("BTC", "EUR", source: "a"),
                .trades("ETH", "USD", source: "a"),
            ]
            let looked = LedgerSamples.ranges((0, 100))
            try ledger.record(
                (near + far).map { series in
                    let suspects = [0, 50].map {
                        Suspect(series, LedgerSamples.range($0, $0 + 10), .coarser, evidence: "")
                    }
                    return .examined(Examination(of: series, looked, in: store, suspects: suspects))
                })
            let news = LedgerSamples.coverage(
                .series(.candles("BTC", "USD", minutes: 1440, source: "a")), .covered, 9, 20, job)
            try ledger.record([.coverage(news)])
            let group = CoverageScope.group(source: "a", kind: .trades, category: .crypto)
            try ledger.record([.coverage(LedgerSamples.coverage(group, .covered, 0, 100, job))])
            let examined = try ledger.coverageSets(in: store).filter { $0.content == .examined }
            for series in near + far {
                let isNear = near.contains(series)
                try expect(
                    examined.first { $0.scope == .series(series) }?.ranges,
                    equals: isNear ? LedgerSamples.ranges((0, 9), (20, 100)) : looked, "what is examined of \(series)")
                try expect(
                    ledger.suspects(in: store, base: nil).filter { $0.series == series }.map(\.range),
                    equals: (isNear ? [50] : [0, 50]).map { LedgerSamples.range($0, $0 + 10) }, "suspects of \(series)")
            }
            try ledger.record([.coverage(CoverageRecord(news.scope, .covered, .all, job: job, at: .latest))])
            try expect(
                ledger.coverageSets(in: store).filter { set in near.contains { .series($0) == set.scope } }, equals: [],
                "sets of which nothing is left")
        },
    ]
}
