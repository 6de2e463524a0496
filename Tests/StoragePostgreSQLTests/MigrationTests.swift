import Dispatch
import MarketData
import Storage
import Synchronization
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct MigrationTests {
    @Test func migrate_fresh_makesAStoreOfTheCurrentVersion() throws {
        let here = try TemporarySchema(migrated: false)
        #expect(here.database.schemaVersion == 0)
        let error = #expect(throws: StorageError.self) { try here.store.count(.candles(), in: .all) }
        #expect(error?.code == .needsMigration)
        try here.database.migrate()
        #expect(here.database.schemaVersion == PostgreSQLDatabase.currentSchemaVersion)
        let other = try TemporarySchema()
        #expect(try here.store.identity() != other.store.identity())
        #expect(try PostgreSQLStore(here.again(.reading)).identity() == here.store.identity())
    }

    @Test(arguments: [PostgreSQLDatabase.OpenMode.existing, .reading])
    func open_withoutTables_needsMigration(mode: PostgreSQLDatabase.OpenMode) throws {
        let here = try TemporarySchema(migrated: false)
        let error = #expect(throws: StorageError.self) { _ = try here.again(mode) }
        #expect(error?.code == .needsMigration)
    }

    @Test func migrate_byManyAtOnce_isDoneOnce() throws {
        let here = try TemporarySchema(migrated: false)
        let problems = Mutex<[String]>([])
        let databases = try (0..<6).map { _ in try here.again(.create) }
        DispatchQueue.concurrentPerform(iterations: 6) { turn in
            do {
                try databases[turn].migrate()
                _ = try PostgreSQLStore(databases[turn]).write(CandleBatch(Candle.run(0..<10)), to: .candles())
            } catch {
                problems.withLock { $0.append("\(error)") }
            }
        }
        #expect(problems.withLock { $0 } == [])
        #expect(try PostgreSQLStore(here.again()).count(.candles(), in: .all) == 10)
        try here.database.migrate()
        #expect(
            try here.lines("SELECT count(*) FROM \(here.name).migration")
                == ["\(PostgreSQLDatabase.currentSchemaVersion)"])
    }

    @Test(arguments: [PostgreSQLDatabase.OpenMode.create, .existing, .reading])
    func open_newerSchema_isRefused(mode: PostgreSQLDatabase.OpenMode) throws {
        let here = try TemporarySchema()
        try here.database.write { connection, _ in
            try connection.run("INSERT INTO \(here.name).migration VALUES (99)")
        }
        let error = #expect(throws: StorageError.self) { _ = try here.again(mode) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("version 99") == true)
        try here.database.write { connection, _ in
            try connection.run("DELETE FROM \(here.name).migration WHERE number = 99")
        }
    }

    @Test func migrate_secondVersion_makesSetsOfWhatWasCovered() throws {
        let here = try TemporarySchema(migrated: false)
        let connection = try ServerConnection(
            here.database.address, here.database.settings, until: .now + .seconds(10))
        try connection.run(
            """
            CREATE SCHEMA \(here.name);
            SET search_path = \(here.name);
            CREATE TABLE migration (number bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO migration (number) VALUES (1), (2);
            """)
        for migration in Schema.migrations.prefix(2) { try connection.run(migration.sql) }
        try connection.run(
            """
            INSERT INTO job (command, subject, items, started_at, store, store_location, state, heartbeat_at)
                VALUES ('load', 'x', 1, 5, (SELECT id FROM identity), '', 'COMPLETED', 6);
            INSERT INTO coverage (source, base, quote, interval_ns, category, claim, start_time, end_time, job,
                asserted_at)
            VALUES ('a', 'BTC', 'USD', 0, '', 'COVERED', 10, 20, 1, 5), ('a', 'BTC', 'USD', 0, '', 'COVERED', 15, 30, 1, 5),
                ('a', '', '', 0, 'STOCK', 'SOURCE_LIMIT', 0, 7, 1, 5);
            """)
        try here.again(.create).migrate()
        let database = try here.again()
        let (store, ledger) = (try PostgreSQLStore(database).identity(), PostgreSQLLedger(database))
        func set(_ start: Int64, _ end: Int64) -> RangeSet {
            RangeSet([TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) ?? .all])
        }
        let scope = CoverageScope.series(Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "a"))
        #expect(
            try ledger.coverageSets(in: store) == [
                CoverageSet(.group(source: "a", kind: .trades, category: .stock), .sourceLimit, .api, set(0, 7)),
                CoverageSet(scope, .covered, .api, set(10, 30)),
            ])
        let records = try ledger.coverage(of: scope, in: store)
        #expect(records.count == 2 && records.allSatisfy { $0.medium == .api && $0.origin == "" && $0.rows == nil })
    }

    @Test func migrate_thirdVersion_keepsItsJobsAndHasRoomForTokens() throws {
        let here = try TemporarySchema(migrated: false)
        let connection = try ServerConnection(
            here.database.address, here.database.settings, until: .now + .seconds(10))
        try connection.run(
            """
            CREATE SCHEMA \(here.name);
            SET search_path = \(here.name);
            CREATE TABLE migration (number bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO migration (number) VALUES (1), (2), (3);
            """)
        for migration in Schema.migrations.prefix(3) { try connection.run(migration.sql) }
        try connection.run(
            """
            INSERT INTO job (command, subject, items, started_at, store, store_location, state, heartbeat_at)
                VALUES ('load', 'x', 1, 5, (SELECT id FROM identity), '', 'COMPLETED', 6)
            """)
        try here.again(.create).migrate()
        let ledger = PostgreSQLLedger(try here.again())
        #expect(try ledger.job(JobID(1))?.start.process == "")
        #expect(try ledger.addToken(LedgerSamples.token("a", "read")))
    }

    @Test func migrate_fourthVersion_keepsItsTokensAndHasRoomForCircuitsAndAlerts() throws {
        let here = try TemporarySchema(migrated: false)
        let connection = try ServerConnection(
            here.database.address, here.database.settings, until: .now + .seconds(10))
        try connection.run(
            """
            CREATE SCHEMA \(here.name);
            SET search_path = \(here.name);
            CREATE TABLE migration (number bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            INSERT INTO migration (number) VALUES (1), (2), (3), (4);
            """)
        for migration in Schema.migrations.prefix(4) { try connection.run(migration.sql) }
        try connection.run("INSERT INTO access_token (name, role, sha256, created_at) VALUES ('a', 'read', 'x', 5)")
        try here.again(.create).migrate()
        let ledger = PostgreSQLLedger(try here.again())
        #expect(try ledger.tokens().map(\.name) == ["a"])
        try ledger.recordCircuit(LedgerSamples.circuit("x", .open, 3, "down"))
        #expect(try ledger.circuits().count == 1)
        #expect(
            try ledger.raiseAlert(LedgerSamples.firing("gaps", "BTC", 5), lease: LedgerSamples.lease("a", 9)) == 1)
    }

    @Test func open_tablesOfOthers_areLeftAlone() throws {
        let here = try TemporarySchema()
        try here.database.write { connection, _ in try connection.run("DROP TABLE \(here.name).migration") }
        let error = #expect(throws: StorageError.self) { _ = try here.again(.create) }
        #expect(error?.code == .corrupt)
    }

    @Test func drop_schema_takesOnlyWhatIsItsOwn() throws {
        let here = try TemporarySchema()
        let other = try TemporarySchema()
        _ = try other.store.write(CandleBatch(Candle.run(0..<10)), to: .candles())
        try other.database.write { connection, _ in
            try connection.run("CREATE VIEW \(other.name).mine AS SELECT * FROM \(here.name).candles")
        }
        // Somebody's view stands in the way: nothing is dropped.
        let error = #expect(throws: StorageError.self) { try here.database.drop() }
        #expect(error?.message.contains("mine") == true)
        #expect(try here.store.count(.candles(), in: .all) == 0)
        try other.database.write { connection, _ in try connection.run("DROP VIEW \(other.name).mine") }
        try here.database.drop()
        #expect(here.database.schemaVersion == 0)
        #expect(try other.store.count(.candles(), in: .all) == 10)
        #expect(try other.lines("SELECT count(*) FROM pg_namespace WHERE nspname = '\(here.name)'") == ["0"])
        try here.database.migrate()
        #expect(try here.store.write(CandleBatch(Candle.run(0..<5)), to: .candles()).inserted == 5)
    }
}
