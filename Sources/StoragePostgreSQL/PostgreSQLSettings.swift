/// How a PostgreSQL store is used; the address says which server.
public struct PostgreSQLSettings: Hashable, Sendable {
    /// The PostgreSQL schema that holds everything: a lower-case letter or underscore, then letters, digits and
    /// underscores, at most 63.
    public var schema: String
    /// Connections that are open at most; queries of users have one each beside them.
    public var connections: Int
    /// How long a call goes on when the server went away, before it fails with `unreachable`; also how long it waits
    /// for a free connection.
    public var patience: Duration
    /// The longest that a statement may take.
    public var statementTimeout: Duration
    /// The longest that a statement waits for the lock of another session.
    public var lockTimeout: Duration
    /// A connection that nobody used for so long is asked whether it is alive before it is used.
    public var checkedAfterIdle: Duration
    /// A connection of this age is replaced when it comes back, so that servers' caches and balancers move on.
    public var recycledAfter: Duration

    /// Settings, usual ones unless given.
    public init(
        schema: String = "candlewick", connections: Int = 4, patience: Duration = .seconds(30),
        statementTimeout: Duration = .seconds(600), lockTimeout: Duration = .seconds(60),
        checkedAfterIdle: Duration = .seconds(30), recycledAfter: Duration = .seconds(1800)
    ) {
        self.schema = schema
        self.connections = max(1, connections)
        self.patience = patience
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.checkedAfterIdle = checkedAfterIdle
        self.recycledAfter = recycledAfter
    }

    /// Whether the schema's name needs no quotes, so that people can write it as it is.
    var hasPlainSchema: Bool {
        guard let first = schema.utf8.first, schema.utf8.count <= 63 else { return false }
        func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        }
        return isLetter(first) && !schema.hasPrefix("pg_")
            && schema.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension Duration {
    /// Whole milliseconds, as PostgreSQL's settings take them.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
