import MarketData
import QuestDBClient
import Storage
import Synchronization
import Testing

@testable import StorageQuestDB
@testable import StorageTesting

/// What is between the hub and QuestDB fails in every way: nothing is lost, nothing doubled, the last value stays.
@Suite(TemporaryQuestDB.trait) struct FaultTests {
    private static let wires: [WireProtocol] = [.qwp, .ilp2, .qwp, .ilp1]

    /// 200 rounds in eight parts, each with tables of its own.
    @Test(arguments: 0..<8 as Range<UInt64>)
    func rows_writtenThroughFaults_areAllThereOnce(part: UInt64) throws {
        let (here, direct) = try TemporaryQuestDB.store()
        var (faults, absences) = (0, 0)
        for seed in part * 25..<(part + 1) * 25 {
            var random = Seeded(seed: seed)
            // Smaller bodies than this, which are 64 rows, are not tried.
            let limit = seed % 3 == 0 ? Int.random(in: 16_000..<40_000, using: &random) : .max
            let proxy = FaultProxy(
                to: here.settings.endpoint.port, seed: seed, faults: Int.random(in: 1...8, using: &random), limit: limit
            )
            defer { proxy.stop() }
            var settings = try proxy.settings(here)
            settings.wire = .only(Self.wires[Int(seed % 4)])
            var round = try FaultRound(seed: seed, settings)
            absences += try round.run()
            faults += proxy.faults.count
            try direct.awaitVisible()
            for series in round.series {
                let candles = (round.candles[series] ?? [:]).values.sorted { $0.time < $1.time }
                let trades = (round.trades[series] ?? [:]).values.sorted {
                    ($0.time, $0.ordinal) < ($1.time, $1.ordinal)
                }
                let isEqual =
                    series.kind == .trades
                    ? try direct.trades(series) == trades : try direct.candles(series) == candles
                #expect(isEqual, "seed \(seed), \(series), after \(proxy.faults)")
                #expect(try direct.count(series, in: .all) == candles.count + trades.count, "seed \(seed), \(series)")
            }
        }
        // The proxies did what they are for.
        #expect(faults > 50 && absences > 0)
    }

    @Test(arguments: [WireProtocol.ilp2, .ilp1])
    func bodies_thatAreTooLarge_goInSmallerOnes(wire: WireProtocol) throws {
        let (here, direct) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port, seed: 0, faults: 0, limit: 50_000)
        defer { proxy.stop() }
        var settings = try proxy.settings(here)
        settings.wire = .only(wire)
        let store = try QuestDBStore(settings)
        let rows = Candle.run(0..<5_000).map { row in
            var row = row
            row.vwap = nil
            return row
        }
        _ = try store.write(CandleBatch(rows), to: .candles())
        try store.finish()
        #expect(try direct.candles(.candles(), capacity: 6_000) == rows)
        // The size that goes is remembered.
        let refused = proxy.faults.count
        #expect(refused > 0)
        _ = try store.write(CandleBatch(rows), to: .candles())
        try store.finish()
        #expect(proxy.faults.count == refused)
        #expect(try direct.count(.candles(), in: .all) == 5_000)
    }

    @Test func bodies_ofWhichNoneIsSmallEnough_areSaidToBeTooLarge() throws {
        let (here, direct) = try TemporaryQuestDB.store()
        let proxy = FaultProxy(to: here.settings.endpoint.port, seed: 0, faults: 0, limit: 100)
        defer { proxy.stop() }
        var settings = try proxy.settings(here)
        settings.wire = .only(.ilp2)
        let store = try QuestDBStore(settings)
        _ = try store.write(CandleBatch(Candle.run(0..<500)), to: .candles())
        let error = #expect(throws: StorageError.self) { try store.settle(store.mark) }
        #expect(error?.code == .other)
        #expect(error?.message.contains("too large") == true, "\(error.debugDescription)")
        #expect(error?.advice.contains("client_max_body_size") == true)
        #expect(try direct.count(.candles(), in: .all) == 0)
    }
}

extension FaultProxy {
    /// Settings of the way through this proxy, with little patience.
    func settings(_ here: TemporaryQuestDB) throws -> QuestDBStoreSettings {
        var endpoint = try QuestDBEndpoint(address)
        (endpoint.connectTimeout, endpoint.idleTimeout) = (.seconds(1), .seconds(1))
        var settings = QuestDBStoreSettings(endpoint)
        settings.tablePrefix = here.settings.tablePrefix
        settings.patience = .milliseconds(300)
        return settings
    }
}
