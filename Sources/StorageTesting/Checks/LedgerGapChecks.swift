import MarketData
import Storage

extension Check where Subject == any LedgerUnderTest {
    static let gaps: [LedgerCheck] = [
        LedgerCheck("gap-fields", "What became of gaps comes back, by line and start, and of one status") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let store = LedgerSamples.store
            let all = lines.flatMap { line in
                GapStatus.allCases.enumerated().map { gap(line, Int64($0.offset), $0.element, job) }
            }
            try ledger.record(all.reversed().map { .gap($0) })
            try expect(rows: ledger.gaps(in: store, status: nil), equal: all, "the gaps")
            for status in GapStatus.allCases {
                try expect(
                    rows: ledger.gaps(in: store, status: status), equal: all.filter { $0.status == status },
                    "those that are \(status)")
            }
            try expect(ledger.gaps(in: .random(), status: nil), equals: [], "those of another store")
        },
        LedgerCheck(
            "gap-again", "What became of a gap replaces what was noted of the same store and line and overlaps it"
        ) {
            run in
            let ledger = try run.ledger()
            let (one, other) = (
                try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start())
            )
            let store = LedgerSamples.store
            var far = gap(lines[0], 1, .failed, one)
            far.store = .random()
            let neighbour = gap(lines[0], 2, .failed, one)
            try ledger.record([.gap(gap(lines[0], 1, .failed, one)), .gap(far), .gap(neighbour)])
            var again = gap(lines[0], 1, .filled, other)
            (again.gapClass, again.candles, again.source) = ("fillable", 0, "massive")
            (again.message, again.requiredFile, again.at) = ("", "", LedgerSamples.moment(99))
            again.range = LedgerSamples.range(25, 35)
            try ledger.record([.gap(again)])
            try expect(rows: ledger.gaps(in: store, status: nil), equal: [again, neighbour], "the gaps")
            try expect(ledger.gaps(in: far.store, status: nil), equals: [far], "that of the other store")
        },
        LedgerCheck("gap-delete", "Old gaps of a status are forgotten, and said how many; no others") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            let store = LedgerSamples.store
            // Dealt with at 1, 2 and 3.
            let failed = (1...3).map { gap(lines[0], $0, .failed, job) }
            let filled = (1...3).map { gap(lines[1], $0, .filled, job) }
            var far = failed[0]
            far.store = .random()
            try ledger.record((failed + filled + [far]).map { .gap($0) })
            try expect(
                ledger.deleteGaps(in: store, status: .failed, before: LedgerSamples.moment(3)), equals: 2, "how many")
            try expect(rows: ledger.gaps(in: store, status: nil), equal: [failed[2]] + filled, "the rest")
            try expect(ledger.gaps(in: far.store, status: nil), equals: [far], "that of the other store")
            try expect(
                ledger.deleteGaps(in: store, status: .failed, before: LedgerSamples.moment(3)), equals: 0, "again")
        },
    ]

    /// Lines in their order, each differing in one thing from one of the others.
    private static var lines: [HistoryLine] {
        [
            Trade.series("BTC", "EUR"), Trade.series("BTC", "USD"),
            Series.candles("BTC", "USD", minutes: 60, source: "a"),
            Series.candles("BTC", "USD", minutes: 1440, source: "a"),
            Trade.series("ETH", "EUR"),
        ].map(\.line)
    }

    private static func gap(_ line: HistoryLine, _ start: Int64, _ status: GapStatus, _ job: JobID) -> Gap {
        Gap(
            in: LedgerSamples.store, of: line, LedgerSamples.range(20 * start, 20 * start + 10), status,
            gapClass: "source limit", candles: 1 << 40, source: "kraken-rest", message: "no \"quarter\"\n",
            requiredFile: "Kraken_OHLCVT_Q3.zip", job: job, at: LedgerSamples.moment(start))
    }
}
