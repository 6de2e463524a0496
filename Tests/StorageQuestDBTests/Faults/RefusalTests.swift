import MarketData
import QuestDBClient
import Storage
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

/// What a server, or what is before it, does not offer or allow.
@Suite(TemporaryQuestDB.trait) struct OfferTests {
    /// What a proxy answers to these paths, and by what the store then writes.
    @Test(
        arguments: [
            ([:], WireProtocol.qwp), (["/write/v4": 404], .ilp2), (["/write/v4": 400], .ilp2),
            (["/write/v4": 501], .ilp2),
            (["/write/v4": 404, "/settings": 404], .ilp1),
        ] as [([String: Int], WireProtocol)])
    func protocol_thatIsNotOffered_isReplacedByTheNextBest(answers: [String: Int], wire: WireProtocol) throws {
        let (here, direct) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port) { head in
            answers[head.path].map { .answer($0) } ?? .none
        }
        defer { proxy.stop() }
        let store = try QuestDBStore(try proxy.settings(here))
        #expect(try store.protocolInUse() == wire)
        _ = try store.write(CandleBatch(Candle.run(0..<50)), to: .candles())
        try store.finish()
        #expect(try direct.count(.candles(), in: .all) == 50)
        #expect(proxy.faults.count == answers.count)
    }

    /// A write must not call it `unsupported`: that is what it says of rows, which are then set aside.
    @Test(arguments: [(WireProtocol.qwp, "/write/v4"), (.ilp2, "/settings")])
    func protocol_thatIsAskedForAndNotOffered_isNotTheRowsFault(wire: WireProtocol, path: String) throws {
        let (here, _) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port) { head in
            head.path == path ? .answer(404) : .none
        }
        defer { proxy.stop() }
        var settings = try proxy.settings(here)
        settings.wire = .only(wire)
        let store = try QuestDBStore(settings)
        let error = #expect(throws: StorageError.self) {
            _ = try store.write(CandleBatch(Candle.run(0..<50)), to: .candles())
        }
        #expect(error?.code == .notOffered)
    }

    @Test(arguments: WireProtocol.allCases, [401, 403])
    func writing_thatIsNotAllowed_isDenied(wire: WireProtocol, status: Int) throws {
        let (here, direct) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port) { head in
            head.path.hasPrefix("/write") ? .answer(status) : .none
        }
        defer { proxy.stop() }
        var settings = try proxy.settings(here)
        settings.wire = .only(wire)
        let store = try QuestDBStore(settings)
        let error = #expect(throws: StorageError.self) {
            _ = try store.write(CandleBatch(Candle.run(0..<50)), to: .candles())
            try store.settle(store.mark)
        }
        #expect(error?.code == .denied, "\(error.debugDescription)")
        #expect(try direct.count(.candles(), in: .all) == 0)
    }

    /// A server that is heard no more is away after as long as the settings have patience, by every protocol.
    @Test(arguments: WireProtocol.allCases)
    func server_thatIsHeardNoMore_isUnreachable(wire: WireProtocol) throws {
        let (here, direct) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port) { head in
            // The first upgrade's answer goes through.
            head.path.hasPrefix("/write") ? .swallow(after: head.isUpgrade ? 150 : 0) : .none
        }
        defer { proxy.stop() }
        var settings = try proxy.settings(here)
        settings.wire = .only(wire)
        let store = try QuestDBStore(settings)
        let error = #expect(throws: StorageError.self) {
            _ = try store.write(CandleBatch(Candle.run(0..<50)), to: .candles())
            try store.settle(store.mark)
        }
        #expect(error?.code == .unreachable, "\(error.debugDescription)")
        // Nobody knows whether the server has them: written again they are there once.
        _ = try direct.write(CandleBatch(Candle.run(0..<50)), to: .candles())
        try direct.finish()
        #expect(try direct.count(.candles(), in: .all) == 50)
    }
}

/// The same without a server: a stand-in answers everything.
@Suite struct RefusalTests {
    private func refusal(_ status: Int) throws -> StorageError? {
        let proxy = FaultProxy(to: nil) { _ in .answer(status) }
        defer { proxy.stop() }
        let settings = QuestDBStoreSettings(try QuestDBEndpoint("http://me:secret@127.0.0.1:\(proxy.port)"))
        return #expect(throws: StorageError.self) { _ = try QuestDBStore(settings) }
    }

    @Test(arguments: [
        (401, StorageError.Code.denied), (403, .denied), (404, .notFound), (500, .unreachable), (502, .unreachable),
        (503, .unreachable), (429, .unreachable), (418, .other),
    ])
    func status_atOpening_isWhatItMeansForTheHub(status: Int, code: StorageError.Code) throws {
        let error = try refusal(status)
        #expect(error?.code == code, "\(error.debugDescription)")
        #expect(error?.description.contains("secret") == false)
    }

    @Test func server_thatIsTooOld_isNamedWithWhatIsNeeded() throws {
        let build = "Build Information: QuestDB 7.2.1, JDK 11.0.8, Commit Hash 0"
        let proxy = FaultProxy(to: nil) { head in
            head.path == "/exec" && head.query.contains("build")
                ? .answer(
                    200,
                    body:
                        #"{"columns":[{"name":"build","type":"STRING"}],"timestamp":-1,"dataset":[["\#(build)"]],"count":1}"#
                ) : .answer(500)
        }
        defer { proxy.stop() }
        let settings = QuestDBStoreSettings(try QuestDBEndpoint(proxy.address))
        let error = #expect(throws: StorageError.self) { _ = try QuestDBStore.migrate(settings) }
        #expect(error?.code == .notOffered, "\(error.debugDescription)")
        #expect(error?.message.contains("QuestDB 7.2.1, and 7.3 or later is needed") == true)
        // Nothing but its version was asked.
        #expect(proxy.faults.count == 1)
    }
}
