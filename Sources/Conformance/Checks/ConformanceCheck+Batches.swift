import AdapterHost
import MarketData

extension ConformanceCheck {
    /// Where rows are written.
    static let batches: [ConformanceCheck] = [
        ConformanceCheck("batch-sizes", "Batches of any size, from one row on, give the same") { subject in
            for steady in try subject.steady() where steady.recorded.query.kind != .instruments {
                // Also those that the rows fill to the last.
                let rows = steady.whole.rows.count
                for capacity in Set([1, 2, 3, 5, 7, 64, 1000, max(1, rows - 1), max(1, rows), rows + 1]).sorted() {
                    let found = try steady.named { try steady.play { $0.capacity = capacity } }
                    try steady.named { try Comparison("batches of \(capacity)").same(found, steady.whole) }
                }
            }
            return nil
        },
        ConformanceCheck(
            "batch-guards", "Nothing is written outside of the columns, and nothing read behind the input",
            timeLimit: long
        ) { subject in
            guard let table = try subject.adapter().table else {
                throw CheckSkip("the adapter runs in a worker, so that its table is out of reach")
            }
            let cases = try subject.steady()
            for place in GuardedMemory.Place.allCases {
                for (capacity, rejects) in [(1, 1), (4, 2), (64, 64)] {
                    var made: [SessionQuery.Kind: GuardedBatch] = [:]
                    for steady in cases {
                        let kind = steady.recorded.query.kind
                        let batch = try made[kind] ?? GuardedBatch(kind, capacity: capacity, rejects: rejects, place)
                        made[kind] = batch
                        let session = GuardedSession(table: table, steady: steady, replies: try steady.replies())
                        try steady.named { try session.play(batch) }
                    }
                }
            }
            return nil
        },
    ]
}
