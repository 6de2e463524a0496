import MarketData
import Storage
import Testing

@testable import StoragePostgreSQL

/// What the server does with statements that it planned when tables were small.
@Suite(.withServer) struct PlanTests {
    private static func entries(_ job: JobID, _ numbers: Range<Int64>) -> [LedgerEntry] {
        let series = Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "kraken-rest")
        return numbers.compactMap { number in
            TimeRange(Timestamp(nanoseconds: number * 3), Timestamp(nanoseconds: number * 3 + 1)).map {
                .coverage(CoverageRecord(.series(series), .covered, $0, job: job, at: Timestamp(nanoseconds: 1)))
            }
        }
    }

    @Test func coverage_plannedWhenThereWasAPage_isFoundByIndexWhenThereAreMany() throws {
        let here = try TemporarySchema { $0.connections = 1 }
        let job = try here.ledger.startJob(.now())
        try here.ledger.record(Self.entries(job, 0..<20))
        let read = try here.database.write { connection, _ in
            try connection.run("ANALYZE \(here.name).coverage")
            // Planned for good after some.
            try here.ledger.note(Self.entries(job, 20..<40), connection)
            let before = try Self.readInRow(connection, here.name)
            try here.ledger.note(Self.entries(job, 40..<400), connection)
            return try Self.readInRow(connection, here.name) - before
        }
        #expect(read == 0)
    }

    /// Rows of `coverage` that this transaction went through without an index.
    private static func readInRow(_ connection: ServerConnection, _ schema: String) throws -> Int64 {
        let found = try connection.run(
            Statement(
                "",
                """
                SELECT seq_tup_read FROM pg_stat_xact_user_tables
                WHERE schemaname = '\(schema)' AND relname = 'coverage'
                """))
        return found.int8(0, 0)
    }

    @Test func takeItems_jobThatNobodyAnalysed_takesEachOnceInTheirOrder() throws {
        let here = try TemporarySchema { $0.connections = 1 }
        for _ in 0..<2 {
            let job = try here.ledger.startJob(.now())
            try here.ledger.addItems((0..<300).map { JobItem(name: "\($0)", spec: "") }, to: job)
            let lease = ItemLease(owner: "me", until: Timestamp(nanoseconds: 9))
            var places: [Int] = []
            func take(_ limit: Int, among range: Range<Int>? = nil) throws -> [Int] {
                try here.ledger.takeItems(
                    of: job, limit: limit, among: range, lease: lease, now: Timestamp(nanoseconds: 1)
                ).map(\.place)
            }
            places += try take(200, among: 1..<290)
            #expect(try take(2, among: 0..<1) == [0])
            places += try take(300)
            #expect(places == Array(1..<300))
            #expect(try take(1).isEmpty)
            try here.database.write { connection, _ in try connection.run("ANALYZE \(here.name).job_item") }
        }
    }
}
