internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger: ServiceLedger {
    /// Adds a token; false where a good one of that name is there.
    public func addToken(_ token: AccessToken) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO access_token (name, role, sha256, created_at, expires_at, revoked_at)
                    SELECT ?, ?, ?, ?, ?, ?
                    WHERE NOT EXISTS (SELECT 1 FROM access_token WHERE name = ? AND revoked_at IS NULL)
                    """,
                arguments: [
                    token.name, token.role, token.sha256, token.createdAt.nanoseconds, token.expiresAt?.nanoseconds,
                    token.revokedAt?.nanoseconds, token.name,
                ])
            return db.changesCount == 1
        }
    }

    /// All tokens by name, the revoked ones too.
    public func tokens() throws(StorageError) -> [AccessToken] {
        try database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM access_token ORDER BY name, id").map { row in
                AccessToken(
                    name: row["name"], role: row["role"], sha256: row["sha256"],
                    createdAt: Timestamp(nanoseconds: row["created_at"]), expiresAt: row.time("expires_at"),
                    revokedAt: row.time("revoked_at"))
            }
        }
    }

    /// A token is good no more; false where none of that name is good.
    public func revokeToken(_ name: String, at moment: Timestamp) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: "UPDATE access_token SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                arguments: [moment.nanoseconds, name])
            return db.changesCount == 1
        }
    }

    /// Notes a change that somebody made.
    public func recordAudit(_ entry: AuditEntry) throws(StorageError) {
        try database.write { db in
            try db.execute(
                sql: "INSERT INTO audit (at, who, action, subject, outcome, origin) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    entry.at.nanoseconds, entry.who, entry.action, entry.subject, entry.outcome, entry.origin,
                ])
        }
    }

    /// The newest changes, newest first.
    public func audit(limit: Int, before number: Int64?) throws(StorageError) -> [AuditRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                arguments: [number ?? .max, max(limit, 0)]
            ).map { row in
                AuditRecord(
                    number: row["id"],
                    entry: AuditEntry(
                        who: row["who"], action: row["action"], subject: row["subject"], outcome: row["outcome"],
                        origin: row["origin"], at: Timestamp(nanoseconds: row["at"])))
            }
        }
    }
}
