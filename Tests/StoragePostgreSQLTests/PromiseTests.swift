import Foundation
import Storage
import StorageTesting
import Testing

@testable import StoragePostgreSQL

/// What every store and every ledger promises, and what one promises that is both.
@Suite(.withServer) struct PromiseTests {
    @Test(arguments: StoreCheck.all)
    func store_everyPromise_isKept(_ check: StoreCheck) {
        #expect(check.run { try PostgreSQLUnderTest() } == .passed, "\(check.promise)")
    }

    @Test(arguments: LedgerCheck.all)
    func ledger_everyPromise_isKept(_ check: LedgerCheck) {
        #expect(check.run { try PostgreSQLUnderTest() } == .passed, "\(check.promise)")
    }

    @Test(arguments: JointStoreCheck.all)
    func group_everyPromise_isKept(_ check: JointStoreCheck) {
        #expect(check.run { try PostgreSQLUnderTest() } == .passed, "\(check.promise)")
    }

    @Test(arguments: ServiceLedgerCheck.all)
    func serviceLedger_everyPromise_isKept(_ check: ServiceLedgerCheck) {
        #expect(check.run { try PostgreSQLUnderTest() } == .passed, "\(check.promise)")
    }
}

/// A schema of its own.
struct PostgreSQLUnderTest: JointStoreUnderTest, ServiceLedgerUnderTest {
    private let here: TemporarySchema

    // Blank: what another process finds that looks in before the migration.
    init() throws { here = try TemporarySchema(migrated: false) }

    func migrate() throws { try here.again(.create).migrate() }

    func open() throws -> any TimeSeriesStore { PostgreSQLStore(try here.again()) }

    func openLedger() throws -> any Ledger { PostgreSQLLedger(try here.again()) }

    func openServiceLedger() throws -> any ServiceLedger { PostgreSQLLedger(try here.again()) }

    func openJoint() throws -> (store: any JointStore, ledger: any Ledger) {
        let database = try here.again()
        return (PostgreSQLStore(database), PostgreSQLLedger(database))
    }

    func markNewer() throws { try here.markNewer() }

    func victim(_ work: VictimWork) throws -> VictimProgram {
        // `swift build` puts it beside the tests.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "postgresql-victim")
        return VictimProgram(path: program.path, arguments: [here.name, work.rawValue])
    }
}

extension TemporarySchema {
    /// Says that a later version wrote it.
    func markNewer() throws {
        try ServerConnection(ServerAddress(TestServer.location()), PostgreSQLSettings(), until: .now + .seconds(30))
            .run("INSERT INTO \(name).migration VALUES (99)")
    }
}
