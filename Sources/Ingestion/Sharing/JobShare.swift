public import MarketData
public import Storage
import Synchronization

/// One process's part in a job that several may work on: takes items, keeps them while the process lives, and says what
/// became of them.
///
/// An item belongs to one process at a time. Who dies leaves its items behind: on the same machine others see that at
/// once, elsewhere when the lease is over.
public final class JobShare: Sendable {
    private struct State {
        var shown: Timestamp
        var renewed: Timestamp
        var isCancelled = false
    }

    /// The job.
    public let job: JobID
    /// This process, as the ledger has it.
    public let owner: String
    let ledger: any Ledger
    let now: @Sendable () -> Timestamp
    private let state: Mutex<State>

    /// How long others believe in a process that says nothing, in nanoseconds.
    static let leaseTime: Int64 = 60_000_000_000
    private static let signInterval: Int64 = 1_000_000_000
    private static let renewInterval: Int64 = 10_000_000_000

    /// A share of a job. `now` is the clock.
    public init(of job: JobID, in ledger: any Ledger, now: @escaping @Sendable () -> Timestamp) {
        self.job = job
        self.ledger = ledger
        self.now = now
        owner = ProcessName.own.text
        state = Mutex(State(shown: now(), renewed: now()))
    }

    /// Whether the user has asked to end the job, as far as was heard.
    public var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Takes items that nobody has.
    func take(_ limit: Int, among places: Range<Int>? = nil) throws(StorageError) -> [JobItemRecord] {
        let moment = now()
        return try ledger.takeItems(of: job, limit: limit, among: places, lease: lease(moment), now: moment)
    }

    /// Tells the ledger that this process lives, unless it was told within this second.
    public func show() throws(StorageError) {
        let moment = now()
        let (isDue, renews) = state.withLock { state -> (Bool, Bool) in
            guard moment.nanoseconds - state.shown.nanoseconds >= Self.signInterval else { return (false, false) }
            state.shown = moment
            guard moment.nanoseconds - state.renewed.nanoseconds >= Self.renewInterval else { return (true, false) }
            state.renewed = moment
            return (true, true)
        }
        guard isDue else { return }
        try ledger.record([.advance(job, JobProgress(at: moment))])
        if renews { _ = try ledger.renewLeases(of: job, lease(moment)) }
        if try ledger.job(job)?.isCancelled == true { state.withLock { $0.isCancelled = true } }
    }

    /// What this process has is free for others.
    func release() throws(StorageError) { try ledger.releaseItems(of: job, owner: owner) }

    /// What processes of this machine have that do not live any more is free for others; of how many processes.
    @discardableResult
    func freeItemsOfTheDead() throws(StorageError) -> Int {
        let owners = Set(try ledger.items(of: job, state: .running).compactMap { $0.lease?.owner })
        let dead = owners.filter { $0 != owner && ProcessName($0).isDead }
        for owner in dead { try ledger.releaseItems(of: job, owner: owner) }
        return dead.count
    }

    /// What is noted of an item that this process has.
    func entry(_ place: Int, _ progress: JobItemProgress) -> LedgerEntry {
        .item(job, place: place, progress, owner: owner)
    }

    private func lease(_ moment: Timestamp) -> ItemLease {
        ItemLease(owner: owner, until: moment.advanced(by: Self.leaseTime))
    }
}
