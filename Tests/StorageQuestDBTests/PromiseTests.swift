import Foundation
import QuestDBClient
import Storage
import StorageQuestDB
import StorageTesting
import Testing

/// What every store promises, by each protocol; what QuestDB does otherwise it says, and why.
@Suite(TemporaryQuestDB.trait) struct PromiseTests {
    @Test(arguments: StoreCheck.all, [WireProtocol.qwp, .ilp2])
    func store_everyPromise_isKeptOrDeclared(_ check: StoreCheck, _ wire: WireProtocol) {
        let outcome = check.run { try QuestDBUnderTest(wire) }
        let isDeclared = if case .declared = outcome { true } else { false }
        #expect(outcome == .passed || isDeclared, "\(check.promise)")
    }
}

/// Tables of its own.
struct QuestDBUnderTest: StoreUnderTest {
    let here: TemporaryQuestDB
    let wire: WireProtocol

    init(_ wire: WireProtocol) throws {
        self.wire = wire
        here = try TemporaryQuestDB { $0.wire = .only(wire) }
    }

    func migrate() throws { _ = try QuestDBStore.migrate(here.settings) }

    func open() throws -> any TimeSeriesStore { try QuestDBStore(here.settings) }

    func markNewer() throws {
        try here.run("INSERT INTO {candlewick_store} SELECT identity, 99, time FROM {candlewick_store} LIMIT 1")
        try here.waitForSQL()
    }

    func victim(_ work: VictimWork) throws -> VictimProgram {
        // `swift build` puts it beside the tests.
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let program = URL(filePath: tests).deletingLastPathComponent().appending(path: "questdb-victim")
        return VictimProgram(
            path: program.path,
            arguments: [here.settings.endpoint.address, here.settings.tablePrefix, wire.rawValue, work.rawValue])
    }
}
