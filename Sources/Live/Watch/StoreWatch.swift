public import Storage
import Synchronization

/// Finds out what changed, by looking at the ledger's jobs: everything that writes is a job, whichever process runs it. Only
/// where one moved is the store looked at.
public final class StoreWatch: Sendable {
    /// Looks at the store after the last move of a job: some stores show rows a little later than they take them.
    static let looksBehind = 5

    private struct State {
        var jobs = JobWatch()
        /// Nil until the store was looked at for the first time.
        var ends: SeriesEnds?
        /// Looks at the store that are still due.
        var due = 0
        /// Of these, looks that also compare the last candles.
        var again = 0
        /// A job ended, and nobody was told yet.
        var hasEndedJob = false
    }

    private let feed: LiveFeed
    private let ledger: any Ledger
    private let store: any TimeSeriesStore
    private let identity: StoreIdentity
    private let tellJob: @Sendable (JobRecord) throws -> Void
    private let state = Mutex(State())

    /// A watch that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - identity: which store that is in the ledger; jobs of others are told of, their rows are not.
    ///   - tellJob: publishes a job that moved.
    public init(
        _ feed: LiveFeed, ledger: any Ledger, store: any TimeSeriesStore, identity: StoreIdentity,
        tellJob: @escaping @Sendable (JobRecord) throws -> Void
    ) {
        (self.feed, self.ledger, self.store) = (feed, ledger, store)
        (self.identity, self.tellJob) = (identity, tellJob)
    }

    /// What a look found.
    public struct Found: Hashable, Sendable {
        /// Jobs that moved.
        public var jobs = 0
        /// A job that writes this store ended.
        public var hasEndedJob = false
    }

    /// Looks once, and publishes what moved since the last look; the first one publishes nothing. Blocks.
    ///
    /// - Throws: `StorageError` where ledger or store cannot be read; what was not told is told by a later look.
    @discardableResult
    public func look() throws -> Found {
        try state.withLock { state in
            var found = Found()
            // Before the jobs: rows of a job that starts in between are behind these ends.
            if state.ends == nil {
                var ends = SeriesEnds()
                try ends.begin(store)
                state.ends = ends
            }
            for (job, before) in state.jobs.moved(try ledger.jobs(limit: JobWatch.most)) {
                found.jobs += 1
                if job.start.store == identity {
                    state.due = Self.looksBehind
                    if Self.rewritten(job) != before.map(Self.rewritten) ?? 0 { state.again = Self.looksBehind }
                    let hasEnded = job.state != .running && job.state != .pending
                    if hasEnded, before?.state != job.state { state.hasEndedJob = true }
                }
                try tellJob(job)
            }
            if state.due > 0, try state.ends?.look(store, again: state.again > 0, tell: tell) == true {
                state.due -= 1
                state.again = max(0, state.again - 1)
            }
            (found.hasEndedJob, state.hasEndedJob) = (state.hasEndedJob, false)
            return found
        }
    }

    /// Rows that a job has written over others; some stores do not tell these from new ones.
    private static func rewritten(_ job: JobRecord) -> Int {
        job.progress.written.updated + job.progress.written.accepted
    }

    private func tell(_ subject: LiveSubject, _ news: SeriesEnds.News) throws {
        switch news {
        case .candles(let rows): try feed.publish(.candles, about: subject, rows)
        case .trades(let rows): try feed.publish(.trades, about: subject, rows)
        }
    }
}
