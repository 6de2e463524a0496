import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any LedgerUnderTest {
    static let items: [LedgerCheck] = [
        LedgerCheck("item-life", "Items come back in their order, as they were added, taken and left") { run in
            let ledger = try run.ledger()
            let (job, other) = (try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start()))
            let items = LedgerSamples.items(JobItemState.allCases.count)
            try ledger.addItems(Array(items.prefix(2)), to: job)
            try ledger.addItems([], to: job)
            try ledger.addItems(Array(items.dropFirst(2)), to: job)
            try ledger.addItems(items, to: other)
            try expect(ledger.job(job)?.start.items, equals: 3 + items.count, "the number of the job's items")
            var expected = items.enumerated().map {
                JobItemRecord(
                    job: job, place: $0.offset, item: $0.element, progress: JobItemProgress(), attempts: 0, lease: nil)
            }
            try expect(rows: ledger.items(of: job, state: nil), equal: expected, "the items")
            let lease = LedgerSamples.lease("a", 60)
            for index in expected.indices {
                expected[index].progress.state = .running
                (expected[index].attempts, expected[index].lease) = (1, lease)
            }
            try expect(rows: take(ledger, job, 99, "a", until: 60, now: 1), equal: expected, "the items taken")
            for (index, state) in JobItemState.allCases.enumerated() {
                let progress = LedgerSamples.itemProgress(state)
                try ledger.record([.item(job, place: index, progress, owner: "a")])
                expected[index].progress = progress
                if state != .running { expected[index].lease = nil }
            }
            try expect(rows: ledger.items(of: job, state: nil), equal: expected, "the items noted")
            for state in JobItemState.allCases {
                try expect(
                    rows: ledger.items(of: job, state: state), equal: expected.filter { $0.progress.state == state },
                    "those that are \(state)")
            }
            try expect(
                ledger.itemCounts(of: job),
                equals: Dictionary(uniqueKeysWithValues: JobItemState.allCases.map { ($0, 1) }),
                "how many are in each state")
            try expect(ledger.itemCounts(of: other), equals: [.pending: items.count], "those of the other job")
            try expectRefusal([], "items of a job that is not there") { try ledger.addItems(items, to: JobID(999_999)) }
        },
        LedgerCheck("item-take", "Items are taken in their order, as many and among those that are wanted") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            try ledger.addItems(LedgerSamples.items(12), to: job)
            func places(_ limit: Int, _ owner: String, among: Range<Int>? = nil, now: Int64) throws -> [Int] {
                try take(ledger, job, limit, owner, among: among, until: now + 10, now: now).map(\.place)
            }
            try expect(places(2, "a", now: 0), equals: [0, 1], "the first two")
            try expect(places(2, "b", among: 1..<3, now: 1), equals: [2], "what is left of three")
            try expect(places(2, "b", among: 8..<12, now: 2), equals: [8, 9], "two of the last four")
            for limit in [0, -1] { try expect(places(limit, "b", now: 2), equals: [], "at most \(limit)") }
            try expect(places(2, "b", among: 3..<3, now: 2), equals: [], "among none")
            try expect(places(3, "c", now: 9), equals: [3, 4, 5], "the next three")
            // Those of the first owner are free from 10 on, those of the second at 11 and 12.
            try expect(places(3, "c", now: 10), equals: [0, 1, 6], "those of who died first, and the next")
            try expect(places(9, "c", now: 11), equals: [2, 7, 10, 11], "all that is free")
            try expect(places(9, "c", now: 12), equals: [8, 9], "the last of who died")
            try expect(places(9, "d", now: 12), equals: [], "nothing more")
            try expect(
                ledger.items(of: job, state: nil).map(\.attempts), equals: [2, 2, 2, 1, 1, 1, 1, 1, 2, 2, 1, 1],
                "how often each was taken")
            try expect(take(ledger, JobID(999_999), 1, "a", until: 2, now: 1), equals: [], "of a job that is not there")
        },
        LedgerCheck("item-lease", "Leases are lengthened and given back by who has them, and nobody else's") { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            try ledger.addItems(LedgerSamples.items(4), to: job)
            _ = try take(ledger, job, 2, "a", until: 10, now: 1)
            _ = try take(ledger, job, 1, "b", until: 10, now: 1)
            try ledger.record([.item(job, place: 1, LedgerSamples.itemProgress(.done), owner: "a")])
            try expect(ledger.renewLeases(of: job, LedgerSamples.lease("a", 50)), equals: 1, "leases lengthened")
            try expect(ledger.renewLeases(of: job, LedgerSamples.lease("c", 50)), equals: 0, "leases of a stranger")
            try expect(
                take(ledger, job, 9, "c", until: 60, now: 20).map(\.place), equals: [2, 3], "what is free at 20")
            try ledger.record([.item(job, place: 0, LedgerSamples.itemProgress(.running), owner: "a")])
            try ledger.releaseItems(of: job, owner: "a")
            try ledger.releaseItems(of: job, owner: "b")
            var free = LedgerSamples.itemProgress(.running)
            free.state = .pending
            try expect(
                ledger.items(of: job, state: .pending),
                equals: [
                    JobItemRecord(
                        job: job, place: 0, item: LedgerSamples.items(1)[0], progress: free, attempts: 1, lease: nil)
                ], "what was given back")
            try expect(ledger.itemCounts(of: job), equals: [.pending: 1, .done: 1, .running: 2], "the others")
        },
        LedgerCheck(
            "item-fence", "Who has lost an item notes nothing, with the job, the place and the owner in the error"
        ) { run in
            let ledger = try run.ledger()
            let job = try ledger.startJob(LedgerSamples.start())
            try ledger.addItems(LedgerSamples.items(9), to: job)
            _ = try take(ledger, job, 9, "first", until: 10, now: 1)
            _ = try take(ledger, job, 8, "second", until: 30, now: 10)
            let before = try (ledger.job(job), ledger.items(of: job, state: nil))
            for place in [7, 8] {
                // The last is its own still: also of that nothing is noted.
                let error = try expectRefusal([.lostLease], "an item that another has") {
                    try ledger.record([
                        .item(job, place: 8, LedgerSamples.itemProgress(.done), owner: "first"),
                        .advance(job, LedgerSamples.progress),
                        .item(
                            job, place: place, LedgerSamples.itemProgress(.done), owner: place == 8 ? "third" : "first"),
                        .file(LedgerSamples.file(job, "a", sha256: nil), rejects: []),
                    ])
                }
                for word in ["\(job)", "\(place)", place == 8 ? "third" : "first"] {
                    try expect(error.message.contains(word), "the error names \(word)", found: error.message)
                }
                try expect(ledger.job(job), equals: before.0, "the job")
                try expect(rows: ledger.items(of: job, state: nil), equal: before.1, "the items")
                try expect(ledger.files(job: job), equals: [], "the files")
            }
            try ledger.record([.item(job, place: 8, LedgerSamples.itemProgress(.done), owner: "first")])
            try expectRefusal([.lostLease], "an item that is done") {
                try ledger.record([.item(job, place: 8, LedgerSamples.itemProgress(.done), owner: "first")])
            }
            try expectRefusal([], "an item that is not there") {
                try ledger.record([.item(job, place: 99, LedgerSamples.itemProgress(.done), owner: "first")])
            }
        },
        LedgerCheck("item-drop", "What is not done is dropped; that and what failed is tried again; the rest stays") {
            run in
            let ledger = try run.ledger()
            let (job, other) = (try ledger.startJob(LedgerSamples.start()), try ledger.startJob(LedgerSamples.start()))
            for one in [job, other] {
                try ledger.addItems(LedgerSamples.items(6), to: one)
                _ = try take(ledger, one, 4, "a", until: 10, now: 1)
                try ledger.record([
                    .item(one, place: 0, LedgerSamples.itemProgress(.done), owner: "a"),
                    .item(one, place: 1, LedgerSamples.itemProgress(.failed), owner: "a"),
                ])
            }
            let before = try ledger.items(of: other, state: nil)
            try expect(ledger.dropItems(of: job), equals: 4, "how many are dropped")
            try expect(ledger.itemCounts(of: job), equals: [.done: 1, .failed: 1, .dropped: 4], "the states")
            try expect(
                ledger.items(of: job, state: .dropped).allSatisfy { $0.lease == nil }, "nobody has what is dropped")
            try expect(ledger.retryItems(of: job), equals: 5, "how many are tried again")
            var again = LedgerSamples.itemProgress(.failed)
            (again.state, again.errorClass, again.message) = (.pending, "", "")
            try expect(
                ledger.items(of: job, state: .pending).first?.progress, equals: again, "what failed and is tried again")
            try expect(
                take(ledger, job, 9, "b", until: 20, now: 2).map(\.place), equals: [1, 2, 3, 4, 5], "what can be taken")
            try expect(rows: ledger.items(of: other, state: nil), equal: before, "the other job's items")
        },
        LedgerCheck("items-at-once", "Items that several connections take at once are taken by one each") { run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openLedger() }
            let job = try ledgers[0].startJob(LedgerSamples.start())
            try ledgers[0].addItems(LedgerSamples.items(90), to: job)
            let found = Mutex<(taken: [Int], problems: [String])>(([], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for _ in 0..<10 {
                        let taken = try take(ledgers[index], job, 3, "\(index)", until: 90, now: 1).map(\.place)
                        found.withLock { $0.taken += taken }
                        try ledgers[index].record(
                            taken.map { .item(job, place: $0, LedgerSamples.itemProgress(.done), owner: "\(index)") }
                                + [.advance(job, LedgerSamples.progress)])
                    }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (taken, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(taken.sorted(), equals: Array(0..<90), "the items taken")
            try expect(ledgers[0].itemCounts(of: job), equals: [.done: 90], "the items")
            try expect(
                ledgers[1].job(job)?.progress.rowsRead, equals: 30 * LedgerSamples.progress.rowsRead, "the rows of all")
        },
    ]

    private static func take(
        _ ledger: any Ledger, _ job: JobID, _ limit: Int, _ owner: String, among places: Range<Int>? = nil,
        until: Int64, now: Int64
    ) throws -> [JobItemRecord] {
        try ledger.takeItems(
            of: job, limit: limit, among: places, lease: LedgerSamples.lease(owner, until),
            now: LedgerSamples.moment(now))
    }
}
