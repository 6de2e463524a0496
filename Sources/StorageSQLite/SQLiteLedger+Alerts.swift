internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// Notes an alert that fires; nil where one of this rule and subject fires already.
    public func raiseAlert(_ alert: AlertFiring, lease: ItemLease) throws(StorageError) -> Int64? {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO alert (rule, subject, severity, value, threshold, message, since, fired_at, key, owner,
                        lease_until)
                    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                    WHERE NOT EXISTS (SELECT 1 FROM alert WHERE rule = ? AND subject = ? AND resolved_at IS NULL)
                    """,
                arguments: [
                    alert.rule, alert.subject, alert.severity, alert.value, alert.threshold, alert.message,
                    alert.since.nanoseconds, alert.firedAt.nanoseconds, alert.key, lease.owner,
                    lease.until.nanoseconds, alert.rule, alert.subject,
                ])
            guard db.changesCount == 1 else { return nil }
            let number = db.lastInsertedRowID
            try db.execute(
                sql: "DELETE FROM alert WHERE id <= ? AND resolved_at IS NOT NULL",
                arguments: [number - AlertRecord.kept])
            return number
        }
    }

    /// Lengthens the leases of what fires and this owner has, and takes what fires and nobody has.
    public func holdAlerts(_ lease: ItemLease, now: Timestamp) throws(StorageError) {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE alert SET owner = ?, lease_until = ?
                    WHERE resolved_at IS NULL AND (owner = ? OR lease_until <= ?)
                    """,
                arguments: [lease.owner, lease.until.nanoseconds, lease.owner, now.nanoseconds])
        }
    }

    /// Notes that an alert that this owner has is good again.
    public func resolveAlert(
        _ number: Int64, owner: String, value: Double, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE alert SET resolved_at = ?, resolved_value = ?, owner = NULL, lease_until = NULL
                    WHERE id = ? AND owner = ? AND resolved_at IS NULL
                    """,
                arguments: [moment.nanoseconds, value, number, owner])
            return db.changesCount == 1
        }
    }

    /// Those that fire and the newest that are resolved, newest first.
    public func alerts(resolved limit: Int) throws(StorageError) -> [AlertRecord] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM alert WHERE resolved_at IS NULL OR id IN
                        (SELECT id FROM alert WHERE resolved_at IS NOT NULL ORDER BY id DESC LIMIT ?)
                    ORDER BY id DESC
                    """, arguments: [max(limit, 0)]
            ).map(alert)
        }
    }

    /// Takes the oldest message that was not told and that nobody has.
    public func takeAlertMessage(_ lease: ItemLease, now: Timestamp) throws(StorageError) -> AlertRecord? {
        try database.write { db in
            try Row.fetchAll(
                db,
                sql: """
                    UPDATE alert SET teller = ?, teller_until = ? WHERE id =
                        (SELECT id FROM alert
                        WHERE (told = 'NOTHING' OR told = 'FIRING' AND resolved_at IS NOT NULL)
                            AND (teller IS NULL OR teller_until <= ?)
                        ORDER BY CASE told WHEN 'NOTHING' THEN fired_at ELSE resolved_at END, id LIMIT 1)
                    RETURNING *
                    """, arguments: [lease.owner, lease.until.nanoseconds, now.nanoseconds]
            ).first.map(alert)
        }
    }

    /// Lengthens the lease of a message that this owner has.
    public func renewAlertMessage(_ number: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: "UPDATE alert SET teller_until = ? WHERE id = ? AND teller = ?",
                arguments: [lease.until.nanoseconds, number, lease.owner])
            return db.changesCount == 1
        }
    }

    /// Notes that a message was told, or never will be.
    public func finishAlertMessage(
        _ number: Int64, owner: String, told: AlertRecord.Told
    ) throws(StorageError) -> Bool {
        try database.write { db in
            try db.execute(
                sql: """
                    UPDATE alert SET told = ?, teller = NULL, teller_until = NULL WHERE id = ? AND teller = ?
                    """, arguments: [told.rawValue, number, owner])
            return db.changesCount == 1
        }
    }

    private func alert(_ row: Row) throws -> AlertRecord {
        let owner: String? = row["owner"]
        let until = row.time("lease_until")
        return AlertRecord(
            number: row["id"],
            firing: AlertFiring(
                rule: row["rule"], subject: row["subject"], severity: row["severity"], value: row["value"],
                threshold: row["threshold"], message: row["message"], since: Timestamp(nanoseconds: row["since"]),
                firedAt: Timestamp(nanoseconds: row["fired_at"]), key: row["key"]),
            resolvedAt: row.time("resolved_at"), resolvedValue: row["resolved_value"], told: try row.word("told"),
            lease: owner.flatMap { owner in until.map { ItemLease(owner: owner, until: $0) } })
    }
}
