import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import Spool

@Suite struct SpoolingStoreTests {
    @Test func write_serverThere_goesStraightToIt() throws {
        let stage = try Stage()
        let store = try stage.store()
        #expect(try store.write(.candles(0..<10), to: .candles()) == WriteCount(inserted: 10))
        #expect(try store.write(.candles(0..<12), to: .candles()) == WriteCount(inserted: 2, unchanged: 10))
        #expect(store.status.rows == 0)
        try store.awaitVisible()
        #expect(try store.count(.candles(), in: .all) == 12)
    }

    @Test(arguments: [false, true]) func write_serverAwayAndBack_keepsTheOrder(buffers: Bool) throws {
        let stage = try Stage(buffers: buffers)
        let store = try stage.store()
        _ = try store.write(.candles(0..<20, version: 1), to: .candles())
        stage.server.isAway = true
        #expect(try store.write(.candles(0..<10, version: 2), to: .candles()) == WriteCount(accepted: 10))
        #expect(try store.write(.candles(5..<15, version: 3), to: .candles()) == WriteCount(accepted: 10))
        try store.settle(store.mark)
        #expect(store.status.rows == (buffers ? 40 : 20))
        stage.server.isAway = false
        // Its time has not come: rows go behind those that wait.
        #expect(try store.write(.candles(8..<12, version: 4), to: .candles()) == WriteCount(accepted: 4))
        stage.clock.advance(.seconds(1))
        _ = try store.write(.candles(9..<10, version: 5), to: .candles())
        try store.awaitVisible()
        #expect(store.status.rows == 0)
        let direct = try Server(stage.folder.file("direct.db"))
        for (rows, version) in [(0..<20, 1.0), (0..<10, 2), (5..<15, 3), (8..<12, 4), (9..<10, 5)]
            as [(Range<Int64>, Double)]
        {
            _ = try direct.store.write(.candles(rows, version: version), to: .candles())
        }
        #expect(try Contents(of: stage.server.store) == Contents(of: direct.store))
    }

    @Test func write_amongSeriesAndTrades_areSpooledWithTheirSeries() throws {
        let stage = try Stage()
        let store = try stage.store()
        stage.server.isAway = true
        let series: [Series] = [.candles("A"), .candles("Ä/€"), .candles("C", minutes: 60)]
        let batch = CandleBatch.candles(0..<600, places: 3)
        #expect(
            try store.write(batch, among: series) == [WriteCount](repeating: WriteCount(accepted: 600), count: 3))
        #expect(try store.write(.trades(0..<50), to: .trades("Ä/€")) == WriteCount(accepted: 100))
        stage.server.isAway = false
        #expect(try store.drain() == SpoolDrain(records: 2, rows: 1900, refused: 0, waiting: 0))
        let direct = try Server(stage.folder.file("direct.db"))
        _ = try direct.store.write(batch, among: series)
        _ = try direct.store.write(.trades(0..<50), to: .trades("Ä/€"))
        #expect(try Contents(of: stage.server.store) == Contents(of: direct.store))
        #expect(try Contents(of: stage.server.store).count == 1900)
    }

    @Test func settle_unsettledRowsAndServerAway_areDurableInTheSpool() throws {
        let stage = try Stage(buffers: true)
        var store: SpoolingStore? = try stage.store()
        let first = try #require(store).mark
        _ = try store?.write(.candles(0..<10), to: .candles())
        let second = try #require(store).mark
        #expect(first < second)
        _ = try store?.write(.candles(10..<20), to: .candles())
        stage.server.isAway = true
        try store?.settle(second)
        // The later one could not be left behind in memory: the connection that had it is gone.
        #expect(store?.status.rows == 20)
        store = nil
        let next = try stage.store()
        #expect(next.status.rows == 20)
        stage.server.isAway = false
        _ = try next.drain()
        #expect(try stage.count() == 20)
    }

    @Test func write_unsettledBeyondTheMemory_settlesEarly() throws {
        let stage = try Stage(buffers: true)
        let store = try stage.store { $0.memory = 100_000 }
        var most = 0
        for part in 0..<Int64(100) {
            _ = try store.write(.candles(part * 100..<(part + 1) * 100), to: .candles())
            most = max(most, store.writer.withLock { $0.bytesInMemory })
        }
        #expect(most <= 100_000)
        #expect(most > 50_000)
        // Each time the older half.
        #expect(stage.server.state.withLock { $0.settles } == 10)
        try store.settle(store.mark)
        #expect(store.writer.withLock { $0.bytesInMemory } == 0)
        #expect(try stage.count() == 10_000)
    }

    @Test func settle_earlierMark_keepsLaterRowsInMemoryOnly() throws {
        let stage = try Stage(buffers: true)
        let store = try stage.store()
        _ = try store.write(.candles(0..<10), to: .candles())
        let mark = store.mark
        _ = try store.write(.candles(10..<20), to: .candles())
        try store.settle(mark)
        #expect(try stage.count() == 10)
        #expect(store.writer.withLock { $0.bytesInMemory } > 0)
        try store.settle(store.mark)
        #expect(try stage.count() == 20)
    }

    @Test func server_triedWithGrowingPauses() throws {
        let stage = try Stage()
        let store = try stage.store { $0.longestRetry = .seconds(4) }
        stage.server.isAway = true
        _ = try store.write(.candles(0..<1), to: .candles())
        // A try shows as a call that makes the server's count of calls go down.
        var seen: [Int64] = []
        for second in Int64(1)...20 {
            stage.clock.advance(.seconds(1))
            stage.server.state.withLock { ($0.isAway, $0.callsLeft) = (false, 0) }
            _ = try store.write(.candles(second..<second + 1), to: .candles())
            if stage.server.state.withLock({ $0.callsLeft }) == nil { seen.append(second) }
        }
        #expect(seen == [1, 3, 7, 11, 15, 19])
    }

    @Test func fail_serverAway_throwsAndSpoolsNothing() throws {
        let stage = try Stage(buffers: true)
        let store = try stage.store { $0.whenAway = .fail }
        _ = try store.write(.candles(0..<10), to: .candles())
        stage.server.isAway = true
        #expect(throws: StorageError.self) { try store.settle(store.mark) }
        #expect(
            #expect(throws: StorageError.self) { try store.write(.candles(10..<20), to: .candles()) }?.code
                == .unreachable)
        #expect(store.status.rows == 0)
        stage.server.isAway = false
        stage.clock.advance(.seconds(60))
        // What was not settled is still in memory.
        try store.settle(store.mark)
        #expect(try stage.count() == 10)
    }

    @Test func pause_serverAway_waitsUntilItIsBack() throws {
        let stage = try Stage()
        let store = try stage.store { $0.whenAway = .pause }
        stage.server.isAway = true
        stage.clock.whenWaiting.withLock {
            $0 = { [server = stage.server] number in if number == 12 { server.isAway = false } }
        }
        #expect(try store.write(.candles(0..<10), to: .candles()) == WriteCount(accepted: 10))
        #expect(stage.clock.waits.load(ordering: .relaxed) >= 12)
        #expect(try stage.count() == 10)
        #expect(store.status.rows == 0)
    }

    @Test func pause_stopped_leavesTheRowsInTheSpool() throws {
        let stage = try Stage()
        let store = try stage.store { $0.whenAway = .pause }
        stage.server.isAway = true
        stage.clock.whenWaiting.withLock {
            $0 = { [weak stage] number in if number == 3 { stage?.isStopping.store(true, ordering: .releasing) } }
        }
        _ = try store.write(.candles(0..<10), to: .candles())
        #expect(store.status.rows == 10)
        #expect(stage.clock.waits.load(ordering: .relaxed) == 3)
    }

    @Test func awaitVisible_rowsWait_saysHowMany() throws {
        let stage = try Stage()
        let store = try stage.store()
        stage.server.isAway = true
        _ = try store.write(.candles(0..<10), to: .candles())
        let error = #expect(throws: StorageError.self) { try store.awaitVisible() }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("10 rows wait") == true)
    }

    @Test func reading_serverAway_throwsAndComesBackByItself() throws {
        let stage = try Stage()
        let store = try stage.store()
        _ = try store.write(.candles(0..<10), to: .candles())
        stage.server.isAway = true
        _ = try store.write(.candles(10..<20), to: .candles())
        #expect(#expect(throws: StorageError.self) { try store.count(.candles(), in: .all) }?.code == .unreachable)
        stage.server.isAway = false
        stage.clock.advance(.seconds(1))
        #expect(try store.count(.candles(), in: .all) == 20)
        #expect(try Contents(of: store) == Contents(of: stage.server.store))
    }

    @Test func traits_areTheStoresButForWhatWaits() throws {
        let stage = try Stage(buffers: true)
        let store = try stage.store()
        #expect(store.traits.order == .byTime)
        #expect(store.traits.batchesAGroup == 4)
        #expect(Set(store.traits.exceptions.keys) == [.countsWrites, .durableAtOnce, .visibleAtOnce])
    }

    @Test func events_awayAndBack_areTold() throws {
        let stage = try Stage()
        let store = try stage.store()
        stage.server.isAway = true
        for part in 0..<Int64(3) { _ = try store.write(.candles(part..<part + 1), to: .candles()) }
        stage.server.isAway = false
        stage.clock.advance(.seconds(1))
        _ = try store.write(.candles(3..<4), to: .candles())
        let away = StorageError(.unreachable, at: "test:server", "no answer", advice: "start it")
        #expect(
            stage.events.withLock { $0 } == [
                .away(away), .back, .drained(SpoolDrain(records: 3, rows: 3, refused: 0, waiting: 0)),
            ])
    }

    @Test func drain_refusedBatch_isSetAsideAndTheRestGoesOn() throws {
        let stage = try Stage()
        let store = try stage.store()
        stage.server.isAway = true
        _ = try store.write(.candles(0..<10), to: .candles())
        _ = try store.write(.candles(0..<7), to: .candles(minutes: 5))
        _ = try store.write(.candles(10..<20), to: .candles())
        stage.server.state.withLock { ($0.isAway, $0.refusesMinutes) = (false, 5) }
        #expect(try store.drain() == SpoolDrain(records: 2, rows: 20, refused: 1, waiting: 0))
        #expect(try stage.count() == 20)
        #expect(store.status.refused == 1)
        #expect(store.status.rows == 0)
        #expect(try SpoolStatus.of(Stage.location, below: stage.root)?.refused == 1)
        #expect(try stage.place.files().map(\.kind) == [.refused])
        let told = stage.events.withLock { events in
            events.contains { if case .refused(rows: 7, let error) = $0 { error.code == .unsupported } else { false } }
        }
        #expect(told)
    }
}
