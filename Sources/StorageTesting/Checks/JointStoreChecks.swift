import MarketData
import Storage

extension Check where Subject == any JointStoreUnderTest {
    static let groups: [JointStoreCheck] = [
        JointStoreCheck("group-counts", "A group's entries are noted with the counts of its batches, in their order") {
            run in
            let (store, ledger) = try joint(run)
            let job = try ledger.startJob(StoreVictim.start)
            for expected in [
                [
                    [WriteCount(inserted: 9)], [WriteCount(inserted: 7)],
                    [WriteCount(inserted: 2), WriteCount(inserted: 1)],
                ],
                [
                    [WriteCount(unchanged: 9)], [WriteCount(unchanged: 7)],
                    [WriteCount(unchanged: 2), WriteCount(unchanged: 1)],
                ],
            ] {
                let mixed = CandleBatch(Candle.run(0..<2) + Candle.run(0..<1))
                mixed.symbol[2] = 1
                let group = [
                    Candle.stored(Candle.run(0..<9), of: Candle.series()),
                    Trade.stored(Trade.run(0..<7), of: Trade.series()),
                    StoredRows(.candles(mixed), among: [Candle.series("ETH"), Candle.series("ADA")]),
                ]
                var given: [[WriteCount]] = []
                let counts = try store.write(group) { counts in
                    given = counts
                    var progress = JobProgress(at: Timestamp(nanoseconds: 5))
                    for count in counts.joined() { progress.written += count }
                    return [.progress(job, progress)]
                }
                try expect(counts, equals: expected, "the counts that are returned")
                try expect(given, equals: expected, "the counts that `recording` is given")
                var total = WriteCount()
                for count in expected.joined() { total += count }
                try expect(ledger.job(job)?.progress.written, equals: total, "what is noted")
            }
        },
        JointStoreCheck("group-all-or-none", "Of a group with a batch that cannot be kept nothing is stored or noted") {
            run in
            let (store, ledger) = try joint(run)
            let job = try ledger.startJob(StoreVictim.start)
            let before = try ledger.job(job)
            var bad = Trade.run(0..<20)
            bad[19].price = .nan
            let group = [
                Candle.stored(Candle.run(0..<9), of: Candle.series()), Trade.stored(bad, of: Trade.series()),
                Candle.stored(Candle.run(0..<9), of: Candle.series("ETH")),
            ]
            try expectRefusal([.unsupported], "a group with a trade that lacks a price") {
                _ = try store.write(group) { _ in StoreVictim.notes(3, of: job) }
            }
            try expect(store.series(matching: SeriesFilter()), equals: [], "the series after a refused group")
            try expect(ledger.job(job), equals: before, "the job after a refused group")
            try expect(ledger.files(job: job), equals: [], "the files after a refused group")
        },
        JointStoreCheck("group-bad-note", "Where an entry cannot be noted no row of its group is stored") { run in
            let (store, ledger) = try joint(run)
            let job = try ledger.startJob(StoreVictim.start)
            try expectRefusal([], "a group with a note of a job that is not there") {
                _ = try store.write(StoreVictim.group(0)) { _ in
                    StoreVictim.notes(1, of: job) + StoreVictim.notes(1, of: JobID(999_999))
                }
            }
            try expect(store.series(matching: SeriesFilter()), equals: [], "the series after a refused note")
            try expect(ledger.files(job: job), equals: [], "the files after a refused note")
        },
        JointStoreCheck("group-lost-lease", "Where the lease of a group's item is lost no row of the group is stored") {
            run in
            let (store, ledger) = try joint(run)
            let job = try ledger.startJob(StoreVictim.start)
            try ledger.addItems(LedgerSamples.items(1), to: job)
            _ = try ledger.takeItems(
                of: job, limit: 1, among: nil, lease: LedgerSamples.lease("a", 10), now: LedgerSamples.moment(1))
            _ = try ledger.takeItems(
                of: job, limit: 1, among: nil, lease: LedgerSamples.lease("b", 30), now: LedgerSamples.moment(11))
            func write(_ owner: String) throws {
                _ = try store.write(StoreVictim.group(0)) { _ in
                    StoreVictim.notes(1, of: job)
                        + [.item(job, place: 0, LedgerSamples.itemProgress(.done), owner: owner)]
                }
            }
            try expectRefusal([.lostLease], "a group of who had the item before") { try write("a") }
            try expect(store.series(matching: SeriesFilter()), equals: [], "the series after a lost lease")
            try expect(ledger.files(job: job), equals: [], "the files after a lost lease")
            try write("b")
            try expect(ledger.files(job: job).count, equals: 1, "the files of who has it")
            try expect(ledger.itemCounts(of: job), equals: [.done: 1], "the item")
        },
        JointStoreCheck("group-empty", "A group without batches, or with empty ones, still notes its entries") { run in
            let (store, ledger) = try joint(run)
            let job = try ledger.startJob(StoreVictim.start)
            try expect(store.write([]) { _ in StoreVictim.notes(1, of: job) }, equals: [], "the counts of no batches")
            let counts = try store.write([Candle.stored([], of: Candle.series())]) { _ in StoreVictim.notes(2, of: job)
            }
            try expect(counts, equals: [[WriteCount()]], "the counts of an empty batch")
            try expect(ledger.files(job: job).count, equals: 2, "the files noted")
        },
        JointStoreCheck("shares", "A store shares the ledger of its own place, and none of another place") { run in
            let (store, _) = try joint(run)
            let (_, foreign) = try joint(run)
            try expect(!store.shares(foreign), "the ledger of another place is not shared")
        },
        JointStoreCheck("group-kill", "A process that is killed leaves whole groups, and notes of exactly these") {
            run in
            for groups in [1, 3, 6] {
                let place = try run.blank()
                try place.migrate()
                let announced = try place.victim(.groups).runAndKill(after: groups)
                let (store, ledger) = try place.openJoint()
                let job = try require(ledger.jobs(limit: 1).first, "the victim's job")
                let noted = job.progress.itemsDone
                try expect(
                    noted == announced || noted == announced + 1,
                    "the groups noted: the \(announced) announced and at "
                        + "most one more", found: "\(noted)")
                try expect(ledger.files(job: job.id).count, equals: noted, "the files noted")
                for series in [Candle.series(), Trade.series()] {
                    try expect(store.count(series, in: .all), equals: noted * StoreVictim.rows, "rows of \(series)")
                }
            }
        },
    ]

    private static func joint(
        _ run: CheckRun<Subject>
    ) throws -> (store: any JointStore, ledger: any Ledger) {
        let place = try run.blank()
        try place.migrate()
        let (store, ledger) = try place.openJoint()
        try expect(store.shares(ledger), "a store shares the ledger of its place")
        return (store, ledger)
    }
}
