/// What a store or a ledger could not do.
public struct StorageError: Error, Hashable, Sendable {
    /// Classes of failure; open, so that a store can add its own.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is no store at this location.
        public static let notFound = Code(rawValue: "not-found")
        /// The store cannot be written.
        public static let readOnly = Code(rawValue: "read-only")
        /// No room left.
        public static let full = Code(rawValue: "full")
        /// The store was made by a newer version of the hub.
        public static let newerSchema = Code(rawValue: "newer-schema")
        /// The schema is older than this version needs, or missing: migrate.
        public static let needsMigration = Code(rawValue: "needs-migration")
        /// Somebody else holds it, longer than we waited.
        public static let busy = Code(rawValue: "busy")
        /// The server does not answer, or went away; trying again later can help.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The server does not let us in, or not do this.
        public static let denied = Code(rawValue: "denied")
        /// The server took rows and does not show them.
        public static let suspended = Code(rawValue: "suspended")
        /// What is there is not a store, or is damaged.
        public static let corrupt = Code(rawValue: "corrupt")
        /// A row that this store cannot keep.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The user's SQL is wrong or would write.
        public static let badQuery = Code(rawValue: "bad-query")
        /// Another process has the item that this one works on.
        public static let lostLease = Code(rawValue: "lost-lease")
        /// Anything else.
        public static let other = Code(rawValue: "other")
    }

    /// The class.
    public var code: Code
    /// Where: the store's location.
    public var location: String
    /// What happened.
    public var message: String
    /// What to do.
    public var advice: String

    /// A failure.
    public init(_ code: Code, at location: String, _ message: String, advice: String) {
        self.code = code
        self.location = location
        self.message = message
        self.advice = advice
    }
}

extension StorageError: CustomStringConvertible {
    /// One line: where, what, what to do.
    public var description: String { "\(location): \(message); \(advice)" }
}

extension StorageError {
    /// Why a process may not say how far an item is that it does not have.
    ///
    /// - Parameter found: the item as it is, nil where there is none.
    package static func lostItem(
        _ place: Int, of job: JobID, owner: String, found: JobItemRecord?, at location: String
    ) -> StorageError {
        guard let found else {
            return StorageError(
                .other, at: location, "there is no item \(place) of job \(job)",
                advice: "list the job's items with: candlewick jobs")
        }
        let now = found.lease.map { "\($0.owner) has it" } ?? "it is \(found.progress.state.rawValue)"
        return StorageError(
            .lostLease, at: location, "\(owner) does not have item \(place) of job \(job) any more: \(now)",
            advice: "let the other process go on; nothing of this one's last piece of work was noted")
    }
}
