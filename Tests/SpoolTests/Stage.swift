import MarketData
import Storage
import StorageSQLite
import Synchronization

@testable import Spool

/// A clock that stands still until somebody waits for it or moves it.
final class StageClock: Sendable {
    private let uptime = Mutex(Duration.zero)
    /// Called with every wait, with the number of waits so far. It must not hold the stage, which holds it: with hundreds of
    /// stages the open files of databases that stay would add up.
    let whenWaiting = Mutex<(@Sendable (Int) -> Void)?>(nil)
    let waits = Atomic(0)

    func advance(_ duration: Duration) { uptime.withLock { $0 += duration } }

    var spool: SpoolClock {
        SpoolClock(
            now: { Timestamp(nanoseconds: 1_700_000_000_000_000_000) }, uptime: { self.uptime.withLock { $0 } },
            wait: { duration in
                self.advance(duration)
                let number = self.waits.add(1, ordering: .relaxed).newValue
                self.whenWaiting.withLock { $0 }?(number)
            })
    }
}

/// A server, a spool's folder, and what was reported.
final class Stage: Sendable {
    let folder: TemporaryFolder
    let server: Server
    let clock = StageClock()
    let events = Mutex<[SpoolEvent]>([])
    let isStopping = Atomic(false)
    var root: String { folder.file("spool") }

    init(buffers: Bool = false) throws {
        folder = try TemporaryFolder()
        server = try Server(folder.file("server.db"), buffers: buffers)
    }

    static let location = "test:http://somewhere:9000"

    func store(
        server: Server? = nil, _ change: (inout SpoolSettings) -> Void = { _ in }
    ) throws(StorageError) -> SpoolingStore {
        var settings = SpoolSettings(root: root)
        change(&settings)
        let server = server ?? self.server
        return try SpoolingStore(
            location: Self.location, settings: settings, clock: clock.spool,
            shouldStop: { self.isStopping.load(ordering: .acquiring) },
            report: { event in self.events.withLock { $0.append(event) } },
            open: { () throws(StorageError) in try server.open() })
    }

    /// The folder of the store's spool.
    var place: SpoolPlace { SpoolPlace(root: root, location: Self.location) }

    func count(_ series: Series = .candles()) throws -> Int { try server.store.count(series, in: .all) }
}
