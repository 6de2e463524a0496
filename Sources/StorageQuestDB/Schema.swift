import QuestDBClient
import Storage

/// What a store says of itself in its table `candlewick_store`: the first row's identity, and the newest version.
struct SchemaMark: Equatable {
    var identity: StoreIdentity
    var version: Int

    /// The schema that this build writes and reads. Version 1: the tables of `QuestDBTables`.
    static let current = 1

    /// Throws `newerSchema` and `needsMigration`.
    func checked(at location: String) throws(StorageError) -> SchemaMark {
        if version > Self.current {
            throw StorageError(
                .newerSchema, at: location,
                "its schema has version \(version), this candlewick knows versions up to \(Self.current)",
                advice: "use the candlewick that wrote it, or a later one; nothing was changed")
        }
        if version < Self.current {
            throw StorageError(
                .needsMigration, at: location,
                "its schema has version \(version), this candlewick needs version \(Self.current)",
                advice: "run candlewick migrate")
        }
        return self
    }
}

extension QuestDBTables {
    /// What the store says of itself; nil while it says nothing. The table has to be there.
    func mark() throws(StorageError) -> SchemaMark? {
        let (identity, version) = try translating(location) {
            let first = try server.exec("SELECT identity FROM \(name: names.store) LIMIT 1")
            let newest = try server.exec("SELECT max(schema_version) FROM \(name: names.store)")
            return (first.rows.first?.first, newest.rows.first?.first)
        }
        guard let identity else { return nil }
        guard let id = identity.string.flatMap({ StoreIdentity($0) }), let number = version?.int64 else {
            throw StorageError(
                .corrupt, at: location, "its table \(names.store) does not say which store it is",
                advice: "restore that table from a copy; its first row holds the identity")
        }
        return SchemaMark(identity: id, version: Int(number))
    }

    /// Makes what is missing, and says which store it is then.
    ///
    /// Two hubs may do this at once: the tables are made by whoever comes first, and of two identities the first
    /// in the table's order holds for both.
    func migrate() throws(StorageError) -> SchemaMark {
        let before = try present()
        let mark = before.contains(names.store) ? try mark() : nil
        if let mark, mark.version > SchemaMark.current { return try mark.checked(at: location) }
        try check(before)
        try create()
        if let mark, mark.version == SchemaMark.current { return mark }
        let identity = mark?.identity ?? .random()
        try insert(names.store, "identity, schema_version") { () throws(QuestDBError) in
            [try "\(identity.value), \(Int64(SchemaMark.current))"]
        }
        guard let made = try self.mark() else {
            throw StorageError(
                .other, at: location, "the row that names the store did not appear in \(names.store)",
                advice: "look into the server's log, and run candlewick migrate again")
        }
        return try made.checked(at: location)
    }

    /// Adds rows with the time that all rows of such a table have, and waits until they can be read.
    func insert(
        _ table: String, _ columns: SQLText, _ rows: () throws(QuestDBError) -> [SQLText]
    ) throws(StorageError) {
        try translating(location) {
            var values: SQLText = ""
            for (index, row) in try rows().enumerated() {
                values = index == 0 ? "(\(row), 0)" : "\(values), (\(row), 0)"
            }
            let sql: SQLText = try "INSERT INTO \(name: table) (\(columns), time) VALUES \(values)"
            _ = try server.exec(sql)
        }
        try AppliedRows(server, location).wait(for: [table], atMost: .seconds(30))
    }
}
