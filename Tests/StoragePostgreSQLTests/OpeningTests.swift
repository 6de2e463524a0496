import MarketData
import Storage
import Testing

@testable import StoragePostgreSQL
@testable import StorageTesting

@Suite(.withServer) struct OpeningTests {
    func failure(_ address: String, mode: PostgreSQLDatabase.OpenMode = .create) throws -> StorageError? {
        let location = try TestServer.location(address)
        let error = #expect(throws: StorageError.self) { _ = try PostgreSQLDatabase(location, mode: mode) }
        #expect(error?.description.contains("hush-hush") == false)
        #expect(error?.description.contains(TestServer.password) == false)
        return error
    }

    @Test func open_wrongPassword_isDeniedAndNotShown() throws {
        let error = try failure(TestServer.address(password: "hush-hush"))
        #expect(error?.code == .denied)
        #expect(error?.message.contains("password authentication failed") == true)
    }

    @Test func open_noSuchDatabase_isNotFound() throws {
        #expect(try failure(TestServer.address(database: "no_such_database"))?.code == .notFound)
    }

    @Test func open_nobodyThere_isUnreachableAtOnce() throws {
        // Port 1 of this machine: nobody listens there.
        #expect(try failure("postgresql://u:hush-hush@127.0.0.1:1/d")?.code == .unreachable)
    }

    @Test func open_serverWithoutTLS_isDenied() throws {
        #expect(try failure(TestServer.address(options: "sslmode=require"))?.code == .denied)
    }

    @Test func open_userWhoMayOnlyRead_reads() throws {
        let here = try TemporarySchema()
        _ = try here.store.write(CandleBatch(Candle.run(0..<10)), to: .candles())
        let user = here.name + "_user"
        try here.database.write { connection, _ in
            try connection.run("CREATE ROLE \(user) LOGIN PASSWORD 'hush-hush'")
            try connection.run("GRANT USAGE ON SCHEMA \(here.name) TO \(user)")
            try connection.run("GRANT SELECT ON ALL TABLES IN SCHEMA \(here.name) TO \(user)")
        }
        let location = try TestServer.location(TestServer.address(user: user, password: "hush-hush"))
        let settings = PostgreSQLSettings(schema: here.name)
        let reader = try PostgreSQLDatabase(location, settings: settings, mode: .reading)
        #expect(!reader.isWritable)
        #expect(try PostgreSQLStore(reader).count(.candles(), in: .all) == 10)
        let write = #expect(throws: StorageError.self) {
            try PostgreSQLStore(reader).write(CandleBatch(Candle.run(0..<10)), to: .candles())
        }
        #expect(write?.code == .readOnly)
        let existing = #expect(throws: StorageError.self) {
            _ = try PostgreSQLDatabase(location, settings: settings, mode: .existing)
        }
        #expect(existing?.code == .readOnly)
    }

    @Test func statement_longerThanItsTime_isBusy() throws {
        let here = try TemporarySchema()
        let database = try here.again { $0.statementTimeout = .milliseconds(20) }
        let error = #expect(throws: StorageError.self) {
            try database.read { connection in try connection.run("SELECT pg_sleep(600)") }
        }
        #expect(error?.code == .busy)
        #expect(try PostgreSQLStore(database).count(.candles(), in: .all) == 0)
    }

    @Test func write_behindALockTooLong_isBusy() throws {
        let here = try TemporarySchema()
        _ = try here.store.write(CandleBatch(Candle.run(0..<10)), to: .candles())
        let other = try PostgreSQLStore(here.again { $0.lockTimeout = .milliseconds(20) })
        let error = try here.database.write { connection, _ in
            try connection.run("LOCK TABLE \(here.name).candle")
            return #expect(throws: StorageError.self) {
                try other.write(CandleBatch(Candle.run(0..<10)), to: .candles())
            }
        }
        #expect(error?.code == .busy)
    }

    @Test func session_name_isCandlewick() throws {
        let here = try TemporarySchema()
        #expect(try here.lines("SELECT current_setting('application_name')") == ["candlewick"])
    }
}
