public import MarketData
public import Storage
import Synchronization

/// How far an ingest is, readable while it runs, and the way to stop it in order.
public final class IngestMeter: Sendable {
    /// What can be seen at a moment.
    public struct Reading: Sendable {
        /// Bytes to read in all.
        public var bytesTotal: Int64 = 0
        /// Bytes that are through.
        public var bytesDone: Int64 = 0
        /// Files to read in all.
        public var filesTotal = 0
        /// Files passed over because their content is known.
        public var filesKnown = 0
        /// Everything else.
        public var progress: JobProgress
    }

    private struct State {
        var reading: Reading
        var isStopping = false
    }

    private let state: Mutex<State>

    /// A meter at zero.
    public init(at now: Timestamp) {
        state = Mutex(State(reading: Reading(progress: JobProgress(at: now))))
    }

    /// Where things are now.
    public var reading: Reading { state.withLock { $0.reading } }

    /// Asks the job to end in order: what is decoded is written, the rest can be read by another run.
    public func stop() { state.withLock { $0.isStopping = true } }

    /// Whether the job was asked to end.
    public var isStopping: Bool { state.withLock { $0.isStopping } }

    func update(_ change: (inout Reading) -> Void) { state.withLock { change(&$0.reading) } }
}
