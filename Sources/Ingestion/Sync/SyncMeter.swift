public import MarketData
import Storage
import Synchronization

/// How far a sync is, readable while it runs, and the way to stop it in order.
public final class SyncMeter: Sendable {
    /// What a sync is at.
    public enum Phase: String, Hashable, Sendable {
        case files
        case plan
        case sources
        case evidence
    }

    /// What can be seen at a moment.
    public struct Reading: Sendable {
        /// What it is at.
        public var phase = Phase.files
        /// How much there is of that: bytes of files, orders, series.
        public var total: Int64 = 0
        /// How much of it is through.
        public var done: Int64 = 0
        /// Rows that were read.
        public var rows = 0
        /// Items that failed.
        public var failed = 0
    }

    private struct State {
        var phase = Phase.files
        var total: Int64 = 0
        var done: Int64 = 0
        var failed = 0
        var rowsBefore = 0
        var ingest: IngestMeter?
        var isStopping = false
    }

    private let state = Mutex(State())
    let load: LoadMeter

    /// A meter at zero.
    public init(at now: Timestamp) { load = LoadMeter(at: now) }

    /// Where things are now.
    public var reading: Reading {
        state.withLock { state in
            var reading = Reading()
            reading.phase = state.phase
            reading.failed = state.failed
            let ingest = state.ingest?.reading
            reading.total = state.total
            reading.done = state.done + (ingest?.bytesDone ?? 0)
            reading.rows = state.rowsBefore + (ingest?.progress.rowsRead ?? 0) + load.reading.progress.rowsRead
            return reading
        }
    }

    /// Whether the job was asked to end.
    public var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Asks the job to end in order: what has come is written, nothing more is taken.
    public func stop() {
        let ingest = state.withLock { state -> IngestMeter? in
            state.isStopping = true
            return state.ingest
        }
        ingest?.stop()
        load.stop()
    }

    func begin(_ phase: Phase, total: Int64, done: Int64 = 0) {
        state.withLock { state in
            (state.phase, state.total, state.done) = (phase, total, done)
        }
    }

    func step() { state.withLock { $0.done += 1 } }

    func ended(_ progress: JobItemProgress) {
        state.withLock { state in
            state.done += 1
            if progress.state == .failed { state.failed += 1 }
        }
    }

    /// Files are read with a meter of their own; it stops with this one.
    func reading(_ meter: IngestMeter?) {
        let isStopping = state.withLock { state -> Bool in
            if let before = state.ingest?.reading {
                state.done += before.bytesDone
                state.rowsBefore += before.progress.rowsRead
                state.failed += before.progress.itemsFailed
            }
            state.ingest = meter
            return state.isStopping
        }
        if isStopping { meter?.stop() }
    }
}
