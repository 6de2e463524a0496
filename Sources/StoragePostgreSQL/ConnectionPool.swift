import CoreMetrics
import Dispatch
import Synchronization

/// The connections of a store. Each belongs to one caller at a time; all are closed when the pool goes.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [ServerConnection] = []
        var statistics = PoolStatistics()
    }

    let address: ServerAddress
    let settings: PostgreSQLSettings
    private let state = Mutex(State())
    private let permits = DispatchSemaphore(value: 0)
    // All pools of a process are counted together.
    private let size = Meter(label: "candlewick_store_pool_size", dimensions: [("pool", "postgresql")])
    private let inUse = Meter(label: "candlewick_store_pool_in_use", dimensions: [("pool", "postgresql")])
    private let waits = Timer(label: "candlewick_store_pool_wait_seconds", dimensions: [("pool", "postgresql")])

    init(_ address: ServerAddress, _ settings: PostgreSQLSettings) {
        (self.address, self.settings) = (address, settings)
        state.withLock { $0.statistics.size = settings.connections }
        // Not the initial value: a semaphore must not end below that.
        for _ in 0..<settings.connections { permits.signal() }
        size.increment(by: Double(settings.connections))
    }

    deinit { size.decrement(by: Double(settings.connections)) }

    var statistics: PoolStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.idle = state.idle.count
            return statistics
        }
    }

    /// Lends a connection for a call. One that comes back broken or within a transaction is closed.
    func withConnection<Result>(
        until deadline: ContinuousClock.Instant, _ body: (ServerConnection) throws -> Result
    ) throws -> Result {
        try waitForPermit(until: deadline)
        inUse.increment()
        defer {
            inUse.decrement()
            permits.signal()
        }
        let connection = try usable(until: deadline)
        defer { giveBack(connection) }
        return try body(connection)
    }

    /// Closes what nobody uses: after one was lost the others are most likely lost, too.
    func closeIdle() {
        let closed = state.withLock { state in
            let closed = state.idle
            state.idle = []
            state.statistics.open -= closed.count
            return closed
        }
        // Closed outside of the lock.
        _ = consume closed
    }

    private func waitForPermit(until deadline: ContinuousClock.Instant) throws(ServerFailure) {
        if permits.wait(timeout: .now()) == .success { return }
        let begin = ContinuousClock.now
        let left = max(0, begin.duration(to: deadline).milliseconds)
        let outcome = permits.wait(timeout: .now() + .milliseconds(Int(clamping: left)))
        let waited = begin.duration(to: .now)
        state.withLock { state in
            state.statistics.waits += 1
            state.statistics.waited += waited
            state.statistics.longestWait = max(state.statistics.longestWait, waited)
        }
        waits.recordNanoseconds(Int64(clamping: waited.milliseconds) * 1_000_000)
        if outcome == .timedOut {
            throw ServerFailure(state: "53300", "all \(settings.connections) connections of this process are in use")
        }
    }

    /// An idle connection that is alive and not too old, or a new one.
    private func usable(until deadline: ContinuousClock.Instant) throws -> ServerConnection {
        while let connection = state.withLock({ $0.idle.popLast() }) {
            let idle = connection.lastUsedAt.duration(to: .now)
            let isAlive = connection.seemsAlive && (idle < settings.checkedAfterIdle || connection.answers())
            if isAlive {
                state.withLock { $0.statistics.taken += 1 }
                return connection
            }
            state.withLock { state in
                state.statistics.lost += 1
                state.statistics.open -= 1
            }
        }
        let connection = try ServerConnection(address, settings, until: deadline)
        state.withLock { state in
            state.statistics.made += 1
            state.statistics.open += 1
            state.statistics.taken += 1
        }
        return connection
    }

    private func giveBack(_ connection: ServerConnection) {
        connection.lastUsedAt = .now
        let isAlive = connection.seemsAlive && !connection.isInTransaction
        let isYoung = connection.openedAt.duration(to: .now) < settings.recycledAfter
        state.withLock { state in
            if isAlive, isYoung {
                state.idle.append(connection)
            } else {
                state.statistics.open -= 1
                if isAlive { state.statistics.recycled += 1 } else { state.statistics.lost += 1 }
            }
        }
    }
}
