import Storage

/// What is there, and what can be done with it.
struct SchemaState {
    /// Whether the PostgreSQL schema is there.
    private(set) var exists = false
    /// The version of our tables, 0 when there are none.
    private(set) var version = 0
    /// Whether rows can be stored, or tables made where there are none.
    private(set) var isWritable = true
    /// Whether there are tables, and none of them is ours.
    private var isForeign = false

    init(_ connection: ServerConnection, schema: String) throws(ServerFailure) {
        let look = try connection.run(
            Statement(
                "",
                """
                SELECT n.oid IS NOT NULL,
                    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid AND c.relname = 'migration'),
                    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = n.oid),
                    NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
                FROM (SELECT 1) one LEFT JOIN pg_namespace n ON n.nspname = $1
                """), [.text(schema)])
        exists = look.bool(0, 0)
        isForeign = look.bool(0, 2) && !look.bool(0, 1)
        isWritable = look.bool(0, 3)
        guard look.bool(0, 1) else { return }
        let found = try connection.run(
            Statement("", "SELECT coalesce(max(number), 0) FROM \(schema).migration"))
        version = Int(found.int8(0, 0))
        if version > 0 {
            let right = try connection.run(
                Statement("", "SELECT has_table_privilege($1, 'INSERT')"), [.text("\(schema).candle")])
            isWritable = isWritable && right.bool(0, 0)
        }
    }

    /// Throws what stands against opening it so.
    func check(_ mode: PostgreSQLDatabase.OpenMode, at location: String) throws(StorageError) {
        if isForeign {
            throw StorageError(
                .corrupt, at: location, "the schema holds tables of another application",
                advice: "name another schema or database")
        }
        if version > Schema.current {
            throw StorageError(
                .newerSchema, at: location,
                "its schema has version \(version), this candlewick knows versions up to \(Schema.current)",
                advice: "use the candlewick that wrote it, or a later one; nothing was changed")
        }
        if mode != .create, version < Schema.current { throw Self.older(version, at: location) }
        if mode != .reading, !isWritable {
            throw StorageError(
                .readOnly, at: location, "the server or this user's rights allow only to read",
                advice: "name the primary server and a user with rights on the schema")
        }
    }

    static func older(_ version: Int, at location: String) -> StorageError {
        StorageError(
            .needsMigration, at: location,
            version == 0
                ? "there are no tables in it yet"
                : "its schema has version \(version), this candlewick needs version \(Schema.current)",
            advice: "run candlewick migrate")
    }
}
