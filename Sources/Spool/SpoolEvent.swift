public import Storage

/// What happened between a store, its server and its spool.
public enum SpoolEvent: Hashable, Sendable {
    /// The server went away or was not there; rows go to the spool, or the error goes up.
    case away(StorageError)
    /// The server is there again.
    case back
    /// Everything that waited is in the store.
    case drained(SpoolDrain)
    /// The store will never take a batch whose turn came; it lies in a `.refused` file of the spool.
    case refused(rows: Int, StorageError)
    /// The writer waits for room in the spool.
    case full(StorageError)
}

/// What went from a spool into its store.
public struct SpoolDrain: Hashable, Sendable {
    /// Batches that the store took.
    public var records = 0
    /// Rows of these.
    public var rows = 0
    /// Batches that it refused.
    public var refused = 0
    /// Rows that still wait.
    public var waiting = 0
}

extension StorageError.Code {
    /// Another store lies where rows of the expected one should go.
    public static let otherStore = StorageError.Code(rawValue: "other-store")
}
