import Foundation
import Ingestion
import MarketData
import PrivateCluster
import Storage
import StoragePostgreSQL
import Synchronization
import Testing

/// A job into PostgreSQL, whose ledger lies beside the rows.
@Suite(.serialized) struct PostgreSQLJobTests {
    private static let hasServer = ProcessInfo.processInfo.environment["CANDLEWICK_TEST_POSTGRESQL"] != nil

    /// Files of several batches, most of them small, so that there are groups enough, and one with bad rows.
    private func fill(_ bench: Bench) throws {
        for (index, pair) in ["XBTUSD", "LTCUSD", "ADAUSD"].enumerated() {
            try bench.write("\(pair)_1.csv", candleLines(BatchSize.rows * 2 + 1000 * index, minutes: 1))
            for interval in [5, 15, 30, 60, 240, 720, 1440] {
                try bench.write("\(pair)_\(interval).csv", candleLines(50, minutes: interval))
            }
        }
        try bench.write("ETHUSD_60.csv", candleLines(5) + "1704085200,1x,12,10,11,5,3\n" + candleLines(3, from: 6))
    }

    @Test(
        .enabled(if: hasServer, "CANDLEWICK_TEST_POSTGRESQL is not set; scripts/test starts servers"),
        arguments: [0, 1, 2])
    func ingest_serverKilledInTheMiddle_goesOnAndLosesAndDoublesNothing(group: Int) async throws {
        let bench = try Bench()
        try fill(bench)
        let expected = try await bench.ingest()
        let cluster = try OwnCluster()
        let database = try PostgreSQLDatabase(
            try #require(StoreLocation(cluster.address)), settings: PostgreSQLSettings(patience: .seconds(120)),
            mode: .create)
        try database.migrate()
        let ledger = PostgreSQLLedger(database)
        let store = ClusterKillingStore(PostgreSQLStore(database), cluster, at: group)
        let options = IngestOptions(workers: 1)
        let ingest = Ingest(store: store, ledger: ledger, options: options, now: { Bench.now })
        let summary = try await ingest.run(
            bench.plan(), subject: "test", tiers: Bench.tiers, meter: IngestMeter(at: Bench.now))
        #expect(store.wasKilled)
        #expect(summary.state == expected.state && summary.progress.written == expected.progress.written)
        #expect(summary.progress.rowsRead == expected.progress.rowsRead)
        #expect(try ledger.job(summary.job)?.progress.written == expected.progress.written)
        let (files, others) = (try ledger.files(job: summary.job), try bench.ledger.files(job: expected.job))
        #expect(files.map(\.path) == others.map(\.path) && files.map(\.status) == others.map(\.status))
        #expect(files.map(\.written) == others.map(\.written))
        let (contents, rows) = (try Bench.contents(of: PostgreSQLStore(database)), try bench.contents())
        #expect(contents == rows)
    }
}

/// Rows and ledger of one database, whose server is killed at the n-th group and started again meanwhile.
private final class ClusterKillingStore: JointStore, PassingStore {
    private let joint: PostgreSQLStore
    private let cluster: OwnCluster
    private let at: Int
    private let groups = Atomic<Int>(0)

    init(_ store: PostgreSQLStore, _ cluster: OwnCluster, at group: Int) {
        (joint, self.cluster, at) = (store, cluster, group)
    }

    var store: any TimeSeriesStore { joint }
    var wasKilled: Bool { groups.load(ordering: .relaxed) > at }
    func before(_ series: [Series]) {}
    func shares(_ ledger: any Ledger) -> Bool { joint.shares(ledger) }

    func write(
        _ group: [StoredRows], recording: ([[WriteCount]]) -> [LedgerEntry]
    ) throws(StorageError) -> [[WriteCount]] {
        let isTheOne = groups.wrappingAdd(1, ordering: .relaxed).oldValue == at
        let cluster = cluster
        return try joint.write(group) { counts in
            // Within the transaction: its rows are sent, and nothing of it is committed. The first time only.
            if isTheOne, !killed.exchange(true, ordering: .relaxed) {
                do {
                    try cluster.kill()
                } catch {
                    Issue.record(error)
                }
                Thread.detachNewThread { if (try? cluster.startAgain()) == nil { Issue.record("it does not start") } }
            }
            return recording(counts)
        }
    }

    private let killed = Atomic<Bool>(false)
}
