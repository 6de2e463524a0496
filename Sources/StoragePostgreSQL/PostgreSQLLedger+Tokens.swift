public import MarketData
public import Storage

extension PostgreSQLLedger: ServiceLedger {
    /// Adds a token; false where a good one of that name is there, also where another process just adds it.
    public func addToken(_ token: AccessToken) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "add_token",
                    """
                    INSERT INTO \(schema).access_token (name, role, sha256, created_at, expires_at, revoked_at)
                    SELECT $1, $2, $3, $4, $5, $6
                    WHERE NOT EXISTS (SELECT FROM \(schema).access_token WHERE name = $1 AND revoked_at IS NULL)
                    ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING
                    """),
                [
                    .words(token.name), .words(token.role), .words(token.sha256), .int8(token.createdAt.nanoseconds),
                    .int8(token.expiresAt?.nanoseconds), .int8(token.revokedAt?.nanoseconds),
                ]
            ).affected == 1
        }
    }

    /// All tokens by name, the revoked ones too.
    public func tokens() throws(StorageError) -> [AccessToken] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "tokens",
                    """
                    SELECT name, role, sha256, created_at, expires_at, revoked_at
                    FROM \(schema).access_token ORDER BY name, id
                    """))
            return (0..<found.count).map { row in
                AccessToken(
                    name: found.text(row, 0), role: found.text(row, 1), sha256: found.text(row, 2),
                    createdAt: Timestamp(nanoseconds: found.int8(row, 3)), expiresAt: found.time(row, 4),
                    revokedAt: found.time(row, 5))
            }
        }
    }

    /// A token is good no more; false where none of that name is good.
    public func revokeToken(_ name: String, at moment: Timestamp) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "revoke_token",
                    "UPDATE \(schema).access_token SET revoked_at = $2 WHERE name = $1 AND revoked_at IS NULL"),
                [.words(name), .int8(moment.nanoseconds)]
            ).affected == 1
        }
    }

    /// Notes a change that somebody made.
    public func recordAudit(_ entry: AuditEntry) throws(StorageError) {
        try database.write { connection, _ in
            _ = try connection.run(
                Statement(
                    "record_audit",
                    """
                    INSERT INTO \(schema).audit (at, who, action, subject, outcome, origin)
                    VALUES ($1, $2, $3, $4, $5, $6)
                    """),
                [
                    .int8(entry.at.nanoseconds), .words(entry.who), .words(entry.action), .words(entry.subject),
                    .words(entry.outcome), .words(entry.origin),
                ])
        }
    }

    /// The newest changes, newest first.
    public func audit(limit: Int, before number: Int64?) throws(StorageError) -> [AuditRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "audit",
                    """
                    SELECT id, who, action, subject, outcome, origin, at FROM \(schema).audit WHERE id < $1
                    ORDER BY id DESC LIMIT $2
                    """), [.int8(number ?? .max), .int8(Int64(max(limit, 0)))])
            return (0..<found.count).map { row in
                AuditRecord(
                    number: found.int8(row, 0),
                    entry: AuditEntry(
                        who: found.text(row, 1), action: found.text(row, 2), subject: found.text(row, 3),
                        outcome: found.text(row, 4), origin: found.text(row, 5),
                        at: Timestamp(nanoseconds: found.int8(row, 6))))
            }
        }
    }
}
