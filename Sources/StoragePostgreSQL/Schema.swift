import Storage

/// The tables' history: numbered migrations, each noted in the table `migration`.
enum Schema {
    /// The migrations in order; number n is the nth. One that was released is never changed. They run with the
    /// store's schema as their search path.
    static let migrations = [
        Migration(sql: version1 + "\n" + ledgerVersion1), Migration(sql: version2),
        Migration(sql: version3, fill: fillCoverageSets), Migration(sql: version4), Migration(sql: version5),
    ]

    /// The version that this build writes and reads.
    static var current: Int { migrations.count }

    /// Runs what is missing, and returns the version reached. Others who do the same wait.
    static func migrate(_ connection: ServerConnection, _ ledger: PostgreSQLLedger) throws -> Int {
        let (schema, location) = (ledger.schema, ledger.location)
        return try withLock(connection, schema) {
            let state = try SchemaState(connection, schema: schema)
            try state.check(.create, at: location)
            if state.version >= current { return state.version }
            for number in state.version + 1...current {
                try connection.run("BEGIN")
                do {
                    if number == 1 {
                        // One that an administrator made needs no right to make one.
                        if !state.exists { try connection.run("CREATE SCHEMA \(schema)") }
                        try connection.run(
                            """
                            CREATE TABLE \(schema).migration (
                                number bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())
                            """)
                    }
                    try connection.run("SET LOCAL search_path = \(schema)")
                    try connection.run(migrations[number - 1].sql)
                    try migrations[number - 1].fill?(connection, ledger)
                    _ = try connection.run(
                        Statement("", "INSERT INTO migration (number) VALUES ($1)"), [.int8(Int64(number))])
                    try connection.run("COMMIT")
                } catch {
                    // The connection is closed by its owner, where even that fails.
                    try? connection.run("ROLLBACK")
                    throw error
                }
            }
            return current
        }
    }

    /// Drops the schema and what is in it. RESTRICT all the way: what lies elsewhere and needs something in it
    /// stops that.
    static func drop(_ connection: ServerConnection, schema: String) throws {
        try withLock(connection, schema) {
            // Names of relations are put in by the server's own format(); the schema's was checked.
            try connection.run(
                """
                DO $do$
                DECLARE names text;
                BEGIN
                    SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO names
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = '\(schema)' AND c.relkind = 'v';
                    IF names IS NOT NULL THEN EXECUTE 'DROP VIEW ' || names; END IF;
                    SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO names
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = '\(schema)' AND c.relkind IN ('r', 'p');
                    IF names IS NOT NULL THEN EXECUTE 'DROP TABLE ' || names; END IF;
                    DROP SCHEMA IF EXISTS \(schema);
                END
                $do$
                """)
        }
    }

    /// Holds the schema's advisory lock during the body.
    private static func withLock<Result>(
        _ connection: ServerConnection, _ schema: String, _ body: () throws -> Result
    ) throws -> Result {
        let key = Parameter.int8(lockKey(schema))
        _ = try connection.run(Statement("", "SELECT pg_advisory_lock($1)"), [key])
        let result = try body()
        // After a failure the lock goes with the connection.
        _ = try connection.run(Statement("", "SELECT pg_advisory_unlock($1)"), [key])
        return result
    }

    /// A number for the schema's name, the same in every process: FNV-1a.
    static func lockKey(_ schema: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "candlewick \(schema)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}

/// One step of the tables' history.
struct Migration {
    /// Its statements.
    let sql: String
    /// Fills the new tables from the old ones where SQL alone does not do.
    var fill: (@Sendable (ServerConnection, PostgreSQLLedger) throws -> Void)?
}
