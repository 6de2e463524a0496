/// What only those who opened the stores know of them. Calls may block for the time of a look at a folder or of one
/// small question to a server.
public struct HubObservations: Sendable {
    /// Rows that wait for a store.
    public struct Spool: Hashable, Sendable {
        /// The store, without secrets.
        public var store: String
        /// Bytes that wait.
        public var bytes: Int64
        /// Bytes that may; 0 where nobody noted it.
        public var limit: Int64

        /// A spool.
        public init(store: String, bytes: Int64, limit: Int64) {
            (self.store, self.bytes, self.limit) = (store, bytes, limit)
        }
    }

    /// What a store has taken and not brought to its place yet.
    public struct Lag: Hashable, Sendable {
        /// The store, without secrets.
        public var store: String
        /// A table; empty for a whole file.
        public var table: String
        /// Transactions of a table, bytes of a file.
        public var amount: Int64

        /// A lag.
        public init(store: String, table: String = "", amount: Int64) {
            (self.store, self.table, self.amount) = (store, table, amount)
        }
    }

    /// All spools.
    public var spools: @Sendable () throws -> [Spool] = { [] }
    /// Bytes of the write-ahead logs of SQLite files.
    public var logs: @Sendable () -> [Lag] = { [] }
    /// Transactions that QuestDB's tables do not show yet.
    public var unapplied: @Sendable () throws -> [Lag] = { [] }
    /// Asks a store whose identity is known without asking it; throws where it does not answer.
    public var storeAnswers: @Sendable () throws -> Void = {}
    /// Whether tasks are run when they are due.
    public var schedulerIsAlive: @Sendable () -> Bool = { true }

    /// Nothing to see.
    public init() {}
}
