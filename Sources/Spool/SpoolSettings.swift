/// How a spool is kept.
public struct SpoolSettings: Hashable, Sendable {
    /// What happens to rows that the store does not take because its server is away.
    public enum WhenAway: String, Hashable, Sendable, CaseIterable {
        /// They wait on disk, and the job goes on.
        case spool
        /// They wait on disk, and the job stands still until the server has them.
        case pause
        /// The error goes up. What earlier processes left in the spool still goes to the server first.
        case fail
    }

    /// The folder below which every store has its own.
    public var root: String
    /// Bytes that the spool of a store may have; from there on its writer waits.
    public var limit: Int64
    /// Bytes from which on a segment is closed. Disk room comes back segment by segment, and after a crash at most
    /// one is given to the server again.
    public var segmentBytes: Int64
    /// Bytes of rows that are kept in memory until the server says that they are durable; beyond, the store is asked to
    /// settle.
    public var memory: Int
    /// What happens when the server is away.
    public var whenAway: WhenAway
    /// How long after the first failure the server is tried again; doubles with every further one.
    public var firstRetry: Duration
    /// The longest time between two tries.
    public var longestRetry: Duration

    /// One gigabyte on disk, 32 MiB in memory; the server is tried after 1 s, at last every 30 s.
    public init(root: String) {
        self.root = root
        limit = 1 << 30
        segmentBytes = 16 << 20
        memory = 32 << 20
        whenAway = .spool
        firstRetry = .seconds(1)
        longestRetry = .seconds(30)
    }
}
