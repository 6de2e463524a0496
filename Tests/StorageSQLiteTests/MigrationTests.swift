import Foundation
import GRDB
import MarketData
import Storage
import Testing

@testable import StorageSQLite
@testable import StorageTesting

@Suite struct MigrationTests {
    let folder: TemporaryFolder
    let path: String
    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("store.db")
    }

    @Test func migrate_freshFile_makesAStoreOfTheCurrentVersion() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        #expect(database.schemaVersion == 0)
        try database.migrate()
        #expect(database.schemaVersion == SQLiteDatabase.currentSchemaVersion)
        let again = try SQLiteDatabase(path: path, mode: .existing)
        #expect(again.schemaVersion == SQLiteDatabase.currentSchemaVersion)
        #expect(try again.read { db in try Int64.fetchOne(db, sql: "PRAGMA application_id") } == 0x434e_444c)
        #expect(try again.read { db in try Int.fetchOne(db, sql: "PRAGMA page_size") } == 8192)
        #expect(try again.read { db in try String.fetchOne(db, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test func use_beforeMigration_saysToMigrate() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        let error = #expect(throws: StorageError.self) { try SQLiteStore(database).count(.candles(), in: .all) }
        #expect(error?.code == .needsMigration)
        #expect(error?.advice.contains("candlewick migrate") == true)
        let write = #expect(throws: StorageError.self) { try SQLiteLedger(database).addAssets([.init(ticker: "X")]) }
        #expect(write?.code == .needsMigration)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.existing, .reading])
    func open_olderSchema_needsMigration(mode: SQLiteDatabase.OpenMode) throws {
        try SQLiteDatabase(path: path, mode: .create).close()
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
        #expect(error?.code == .needsMigration)
    }

    @Test func migrate_firstVersion_keepsItsRowsAndKnowsWhichFilesItHasRead() throws {
        let sha256 = "ab12"
        let series = Series.candles()
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: Schema.version1)
                // As the migrator notes it.
                try db.execute(
                    sql: """
                        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
                        INSERT INTO grdb_migrations VALUES ('1');
                        INSERT INTO series VALUES (1, 'BTC', 'USD', 60000000000, 'test');
                        INSERT INTO candle VALUES (1 << 34 | 60, 1, 2, 1, 2, NULL, NULL, 3);
                        INSERT INTO job VALUES
                            (1, 'ingest', 'x', 1, 5, 'COMPLETED', 1, 0, 1, 1, 0, 0, 0, 0, 0, 6, 6, '');
                        INSERT INTO file (job, path, sha256, size, source, series_base, series_quote,
                            series_interval_ns, series_source, status, rows_read, inserted, updated, unchanged,
                            duplicates, no_trades, rejected, message, read_at)
                        VALUES (1, 'a', 'ab12', 9, 'test', 'BTC', 'USD', 60000000000, 'test', 'COMPLETE', 1, 1, 0, 0,
                            0, 0, 0, '', 6);
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = 1;
                        """)
            }
            try queue.close()
        }
        let database = try SQLiteDatabase(path: path, mode: .create)
        #expect(database.schemaVersion == 1)
        try database.migrate()
        let (store, ledger) = (SQLiteStore(database), SQLiteLedger(database))
        #expect(try store.count(series, in: .all) == 1)
        let identity = try store.identity()
        #expect(try ledger.job(JobID(1))?.start.store == identity)
        #expect(try ledger.finishedFile(sha256: sha256, series: series, in: identity)?.path == "a")
        #expect(try SQLiteStore(SQLiteDatabase(path: path, mode: .reading)).identity() == identity)
    }

    @Test func migrate_thirdVersion_makesSetsOfWhatWasCovered() throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                for version in [Schema.version1, Schema.version2, Schema.version3] { try db.execute(sql: version) }
                try db.execute(
                    sql: """
                        INSERT INTO job (command, subject, items, started_at, state, items_done, items_failed, rows_read,
                            inserted, updated, unchanged, duplicates, rejected, no_trades, heartbeat_at, message, store)
                        VALUES ('load', 'x', 1, 5, 'COMPLETED', 1, 0, 1, 1, 0, 0, 0, 0, 0, 6, '', (SELECT id FROM identity));
                        INSERT INTO coverage (source, base, quote, interval_ns, category, claim, start_time, end_time,
                            job, asserted_at)
                        VALUES ('a', 'BTC', 'USD', 0, '', 'COVERED', 10, 20, 1, 5),
                            ('a', 'BTC', 'USD', 0, '', 'COVERED', 15, 30, 1, 5),
                            ('a', 'BTC', 'USD', 0, '', 'SOURCE_LIMIT', 0, 10, 1, 5),
                            ('a', '', '', 0, 'STOCK', 'COVERED', 0, 7, 1, 5);
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = 3;
                        """)
            }
            try queue.close()
        }
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        let (store, ledger) = (try SQLiteStore(database).identity(), SQLiteLedger(database))
        let scope = CoverageScope.series(Series(Instrument(base: "BTC", quote: "USD"), .trades, source: "a"))
        func set(_ start: Int64, _ end: Int64) -> RangeSet {
            RangeSet([TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)) ?? .all])
        }
        #expect(
            try ledger.coverageSets(in: store) == [
                CoverageSet(.group(source: "a", kind: .trades, category: .stock), .covered, .api, set(0, 7)),
                CoverageSet(scope, .covered, .api, set(10, 30)), CoverageSet(scope, .sourceLimit, .api, set(0, 10)),
            ])
        let records = try ledger.coverage(of: scope, in: store)
        #expect(records.count == 3 && records.allSatisfy { $0.medium == .api && $0.origin == "" && $0.rows == nil })
        #expect(try ledger.job(JobID(1))?.isCancelled == false)
    }

    @Test func migrate_fourthVersion_keepsItsJobsAndHasRoomForTokens() throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                for migration in Schema.migrations.prefix(4) { try db.execute(sql: migration.sql) }
                try db.execute(
                    sql: """
                        INSERT INTO job (command, subject, items, started_at, state, items_done, items_failed, rows_read,
                            inserted, updated, unchanged, duplicates, rejected, no_trades, heartbeat_at, message, store)
                        VALUES ('load', 'x', 1, 5, 'COMPLETED', 1, 0, 1, 1, 0, 0, 0, 0, 0, 6, '', (SELECT id FROM identity));
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = 4;
                        """)
            }
            try queue.close()
        }
        let database = try SQLiteDatabase(path: path, mode: .create)
        #expect(database.schemaVersion == 4)
        try database.migrate()
        let ledger = SQLiteLedger(database)
        #expect(try ledger.job(JobID(1))?.start.process == "")
        #expect(try ledger.addToken(LedgerSamples.token("a", "read")))
    }

    @Test func migrate_fifthVersion_keepsItsTokensAndHasRoomForCircuitsAndAlerts() throws {
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                for migration in Schema.migrations.prefix(5) { try db.execute(sql: migration.sql) }
                try db.execute(
                    sql: """
                        INSERT INTO access_token (name, role, sha256, created_at) VALUES ('a', 'read', 'x', 5);
                        PRAGMA application_id = \(Schema.applicationID);
                        PRAGMA user_version = 5;
                        """)
            }
            try queue.close()
        }
        let database = try SQLiteDatabase(path: path, mode: .create)
        #expect(database.schemaVersion == 5)
        try database.migrate()
        let ledger = SQLiteLedger(database)
        #expect(try ledger.tokens().map(\.name) == ["a"])
        try ledger.recordCircuit(LedgerSamples.circuit("x", .open, 3, "down"))
        #expect(try ledger.circuits().count == 1)
        #expect(
            try ledger.raiseAlert(LedgerSamples.firing("gaps", "BTC", 5), lease: LedgerSamples.lease("a", 9)) == 1)
    }

    @Test func open_emptyFile_isBlankAndCanBeMigrated() throws {
        try Data().write(to: URL(filePath: path))
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: .existing) }
        #expect(error?.code == .needsMigration)
        try SQLiteDatabase(path: path, mode: .create).migrate()
        _ = try SQLiteDatabase(path: path, mode: .existing)
    }

    @Test(arguments: [SQLiteDatabase.OpenMode.create, .existing, .reading])
    func open_newerSchema_isRefusedAndLeftAlone(mode: SQLiteDatabase.OpenMode) throws {
        do {
            let database = try SQLiteDatabase(path: path, mode: .create)
            try database.migrate()
            try database.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
            try database.close()
        }
        let before = folder.bytes("store.db")
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: mode) }
        #expect(error?.code == .newerSchema)
        #expect(error?.message.contains("version 99") == true)
        #expect(error?.message.contains("up to \(SQLiteDatabase.currentSchemaVersion)") == true)
        #expect(folder.bytes("store.db") == before)
        #expect(try folder.names == ["store.db"])
    }

    @Test func open_newerSchemaThatIsStillInTheLog_isRefused() throws {
        let first = try SQLiteDatabase(path: path, mode: .create)
        try first.migrate()
        // Not closed: the header in the file itself still has the old number.
        try first.write { db in try db.execute(sql: "PRAGMA user_version = 99") }
        let error = #expect(throws: StorageError.self) { _ = try SQLiteDatabase(path: path, mode: .existing) }
        #expect(error?.code == .newerSchema)
    }
}
