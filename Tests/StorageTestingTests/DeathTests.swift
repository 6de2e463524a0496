import Foundation
import Storage
import StorageSQLite
import StorageTesting
import Testing

/// An SQLite store whose writer promises too much.
final class LatePlace: ServiceLedgerUnderTest {
    let folder: URL
    var path: String { folder.appending(path: "store.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    deinit {
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    func migrate() throws {
        let database = try SQLiteDatabase(path: path, mode: .create)
        try database.migrate()
        try database.close()
    }

    func open() throws -> any TimeSeriesStore { SQLiteStore(try SQLiteDatabase(path: path, mode: .existing)) }

    func openLedger() throws -> any Ledger { SQLiteLedger(try SQLiteDatabase(path: path, mode: .existing)) }

    func openServiceLedger() throws -> any ServiceLedger {
        SQLiteLedger(try SQLiteDatabase(path: path, mode: .existing))
    }

    func markNewer() throws {}

    func victim(_ work: VictimWork) throws -> VictimProgram {
        // `swift build` puts it beside the tests.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "late-victim")
        return VictimProgram(path: program.path, arguments: [path, work.rawValue])
    }
}

@Suite struct DeathTests {
    @Test(arguments: StoreCheckTests.needsAProcess)
    func kill_ofAWriterThatAnnouncesTooEarly_isFound(id: String) throws {
        let check = try #require(StoreCheck.all.first { $0.id == id })
        let failure = try #require(check.run { try LatePlace() }.failure)
        #expect(failure.subject.contains("after the death"), "\(failure)")
    }

    @Test(arguments: LedgerCheckTests.needsAProcess)
    func kill_ofAWriterThatNotesElsewhere_isFound(id: String) throws {
        let check = try #require(LedgerCheck.all.first { $0.id == id })
        let failure = try #require(check.run { try LatePlace() }.failure)
        #expect(failure.subject.contains("the victim's job"), "\(failure)")
    }

    @Test(arguments: LedgerCheckTests.serviceNeedsAProcess)
    func kill_ofAWriterThatTakesElsewhere_isFound(id: String) throws {
        let check = try #require(ServiceLedgerCheck.all.first { $0.id == id })
        let failure = try #require(check.run { try LatePlace() }.failure)
        #expect(failure.subject.contains("the victim's runs"), "\(failure)")
    }

    @Test func kill_ofAProgramThatCannotRun_saysWhatItSaid() throws {
        let program = VictimProgram(path: "/bin/sh", arguments: ["-c", "echo oh dear >&2; exit 3"])
        let check = try #require(StoreCheck.all.first { $0.id == "kill-after-settle" })
        let failure = try #require(check.run { try OtherVictim(place: LatePlace(), program: program) }.failure)
        #expect(failure.found.contains("with 3") && failure.found.contains("oh dear"))
    }
}

/// A place with another program for it.
private struct OtherVictim: StoreUnderTest {
    let place: LatePlace
    let program: VictimProgram

    func migrate() throws { try place.migrate() }
    func open() throws -> any TimeSeriesStore { try place.open() }
    func markNewer() throws {}
    func victim(_ work: VictimWork) throws -> VictimProgram { program }
}
