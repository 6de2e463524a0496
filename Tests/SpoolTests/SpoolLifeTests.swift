import Foundation
import MarketData
import Storage
import StorageSQLite
import Synchronization
import Testing

@testable import Spool

/// Spools that outlive a process, fill up, or find another store.
@Suite struct SpoolLifeTests {
    @Test(arguments: [false, true]) func kill_afterSpooling_nextProcessDrains(buffers: Bool) async throws {
        let stage = try Stage(buffers: buffers)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [root = stage.root as String, path = stage.server.path as String, buffers = buffers as Bool] in
            let server = try Server(path, buffers: buffers)
            var settings = SpoolSettings(root: root)
            settings.segmentBytes = 10_000
            let store = try SpoolingStore(
                location: Stage.location, settings: settings, open: { () throws(StorageError) in try server.open() })
            _ = try store.write(.candles(0..<100, version: 1), to: .candles())
            server.isAway = true
            for part in 0..<Int64(10) {
                _ = try store.write(.candles(part * 50..<part * 50 + 100, version: 2), to: .candles())
            }
            try store.settle(store.mark)
            kill(getpid(), SIGKILL)
        }
        let status = try #require(try SpoolStatus.of(Stage.location, below: stage.root))
        #expect(status.rows == (buffers ? 1100 : 1000))
        let store = try stage.store()
        #expect(try store.drain().rows == status.rows)
        let direct = try Server(stage.folder.file("direct.db"))
        _ = try direct.store.write(.candles(0..<100, version: 1), to: .candles())
        for part in 0..<Int64(10) {
            _ = try direct.store.write(.candles(part * 50..<part * 50 + 100, version: 2), to: .candles())
        }
        #expect(try Contents(of: stage.server.store) == Contents(of: direct.store))
    }

    @Test func kill_inTheMiddleOfDraining_nextProcessGoesOnAndChangesNothingTwice() async throws {
        let stage = try Stage()
        var store: SpoolingStore? = try stage.store { $0.segmentBytes = 10_000 }
        stage.server.isAway = true
        for part in 0..<Int64(10) {
            _ = try store?.write(.candles(part * 50..<part * 50 + 100, version: Double(part)), to: .candles())
        }
        store = nil
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [root = stage.root as String, path = stage.server.path as String] in
            let server = try Server(path)
            let store = try SpoolingStore(
                location: Stage.location, settings: SpoolSettings(root: root),
                open: { () throws(StorageError) in try server.open() })
            _ = try store.drain { if $0.records == 5 { kill(getpid(), SIGKILL) } }
        }
        let left = try #require(try SpoolStatus.of(Stage.location, below: stage.root)).records
        // Two batches are a segment; the third segment was not through.
        #expect(left == 6)
        #expect(try stage.count() == 300)
        stage.server.isAway = false
        #expect(try stage.store().drain().records == left)
        let direct = try Server(stage.folder.file("direct.db"))
        for part in 0..<Int64(10) {
            _ = try direct.store.write(.candles(part * 50..<part * 50 + 100, version: Double(part)), to: .candles())
        }
        #expect(try Contents(of: stage.server.store) == Contents(of: direct.store))
    }

    @Test func open_serverAway_worksOnlyForAStoreThatWasSeen() throws {
        let stage = try Stage(buffers: true)
        stage.server.isAway = true
        #expect(#expect(throws: StorageError.self) { _ = try stage.store() }?.code == .unreachable)
        stage.server.isAway = false
        let identity = try stage.store().identity()
        stage.server.isAway = true
        #expect(
            #expect(throws: StorageError.self) { _ = try stage.store { $0.whenAway = .fail } }?.code == .unreachable)
        let store = try stage.store()
        #expect(try store.identity() == identity)
        #expect(store.traits.order == .byTime)
        #expect(!store.traits.keeps(.durableAtOnce))
        _ = try store.write(.candles(0..<10), to: .candles())
        stage.server.isAway = false
        _ = try store.drain()
        #expect(try stage.count() == 10)
    }

    @Test func drain_anotherStoreAtThePlace_isRefusedAndTheRowsAreKept() throws {
        let stage = try Stage()
        var store: SpoolingStore? = try stage.store()
        stage.server.isAway = true
        _ = try store?.write(.candles(0..<10), to: .candles())
        store = nil
        let other = try Server(stage.folder.file("other.db"))
        let error = #expect(throws: StorageError.self) { _ = try stage.store(server: other) }
        #expect(error?.code == .otherStore)
        #expect(try other.store.count(.candles(), in: .all) == 0)
        stage.server.isAway = false
        #expect(try stage.store().drain().rows == 10)
        // With nothing waiting, a new store may take the place.
        #expect(try stage.store(server: other).identity() == other.store.identity())
    }

    @Test func server_comesBackAsAnother_isRefusedByTheJobAtWork() throws {
        let stage = try Stage()
        let other = try Server(stage.folder.file("other.db"))
        let swap = Swap()
        let store = try SpoolingStore(
            location: Stage.location, settings: SpoolSettings(root: stage.root), clock: stage.clock.spool
        ) { () throws(StorageError) in
            try (swap.isDone.load(ordering: .acquiring) ? other : stage.server).open()
        }
        stage.server.isAway = true
        _ = try store.write(.candles(0..<10), to: .candles())
        swap.isDone.store(true, ordering: .releasing)
        stage.clock.advance(.seconds(5))
        let error = #expect(throws: StorageError.self) { try store.write(.candles(10..<20), to: .candles()) }
        #expect(error?.code == .otherStore)
        #expect(store.status.rows == 10)
        #expect(try other.store.count(.candles(), in: .all) == 0)
    }

    @Test func write_spoolFull_waitsForRoomAndGoesOn() throws {
        let stage = try Stage()
        let store = try stage.store { ($0.limit, $0.segmentBytes) = (20_000, 7000) }
        stage.server.isAway = true
        stage.clock.whenWaiting.withLock {
            $0 = { [server = stage.server] number in if number == 40 { server.isAway = false } }
        }
        for part in 0..<Int64(20) { _ = try store.write(.candles(part * 30..<(part + 1) * 30), to: .candles()) }
        #expect(stage.clock.waits.load(ordering: .relaxed) >= 40)
        #expect(stage.events.withLock { $0.contains { if case .full = $0 { true } else { false } } })
        _ = try store.drain()
        #expect(try stage.count() == 600)
    }

    @Test(arguments: [1000, 20_000]) func write_spoolFullAndStopped_saysSo(limit: Int64) throws {
        let stage = try Stage()
        let store = try stage.store { $0.limit = limit }
        stage.server.isAway = true
        stage.clock.whenWaiting.withLock {
            $0 = { [weak stage] number in if number == 5 { stage?.isStopping.store(true, ordering: .releasing) } }
        }
        var written = 0
        let error = #expect(throws: StorageError.self) {
            while true {
                _ = try store.write(.candles(Int64(written)..<Int64(written + 30)), to: .candles())
                written += 30
            }
        }
        #expect(error?.code == .full)
        #expect(error?.advice.contains("larger") == true)
        #expect(store.status.rows == written)
        #expect(store.status.bytes <= limit)
        stage.server.isAway = false
        _ = try store.drain()
        // The batch that was told to have failed is not slipped in later.
        #expect(try stage.count() == written)
    }

    @Test func write_batchLargerThanTheSpool_goesToTheServerWhenThatIsBack() throws {
        let stage = try Stage()
        let store = try stage.store { $0.limit = 1000 }
        stage.server.isAway = true
        stage.clock.whenWaiting.withLock {
            $0 = { [server = stage.server] number in if number == 9 { server.isAway = false } }
        }
        #expect(try store.write(.candles(0..<500), to: .candles()) == WriteCount(accepted: 500))
        #expect(try stage.count() == 500)
    }

    @Test func open_whileAnotherWriterHasTheSpool_isBusy() throws {
        let stage = try Stage()
        let first = try stage.store()
        #expect(#expect(throws: StorageError.self) { _ = try stage.store() }?.code == .busy)
        withExtendedLifetime(first) {}
    }

    @Test func status_ofSpools_isReadBesideAWriter() throws {
        let stage = try Stage()
        #expect(try SpoolStatus.of(Stage.location, below: stage.root) == nil)
        #expect(try SpoolStatus.all(below: stage.root).isEmpty)
        let store = try stage.store { ($0.limit, $0.segmentBytes) = (1 << 20, 5000) }
        stage.server.isAway = true
        for part in 0..<Int64(4) { _ = try store.write(.candles(part * 30..<(part + 1) * 30), to: .candles()) }
        let status = try #require(try SpoolStatus.of(Stage.location, below: stage.root))
        #expect(status == store.status)
        #expect(status.location == Stage.location)
        #expect(status.identity == (try store.identity()))
        #expect((status.records, status.rows, status.limit) == (4, 120, 1 << 20))
        #expect(status.oldest == stage.clock.spool.now())
        #expect(status.bytes > 120 * 64)
        #expect(try SpoolStatus.all(below: stage.root) == [status])
    }

    @Test func status_damagedSpool_saysWhatIsWrong() throws {
        let small = SmallSpool()
        try small.fill(1..<3)
        let path = try #require(try small.segments.first)
        var bytes = try small.read(path)
        bytes[30] ^= 1
        try small.write(bytes, to: path)
        let status = try #require(try SpoolStatus.of("test:small", below: small.root.path))
        #expect(status.damage?.location == path)
        #expect(status.damage?.code == .corrupt)
    }
}

/// Whether the other server has taken the place.
private final class Swap: Sendable {
    let isDone = Atomic(false)
}
