public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// Notes an alert that fires; nil where one of this rule and subject fires already, also where another process just
    /// raises it.
    public func raiseAlert(_ alert: AlertFiring, lease: ItemLease) throws(StorageError) -> Int64? {
        try database.write { connection, _ in
            let raised = try connection.run(
                Statement(
                    "raise_alert",
                    """
                    INSERT INTO \(schema).alert (rule, subject, severity, value, threshold, message, since, fired_at, key,
                        owner, lease_until)
                    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
                    WHERE NOT EXISTS (
                        SELECT FROM \(schema).alert WHERE rule = $1 AND subject = $2 AND resolved_at IS NULL)
                    ON CONFLICT (rule, subject) WHERE resolved_at IS NULL DO NOTHING
                    RETURNING id
                    """),
                [
                    .words(alert.rule), .words(alert.subject), .words(alert.severity), .float8(alert.value),
                    .float8(alert.threshold), .words(alert.message), .int8(alert.since.nanoseconds),
                    .int8(alert.firedAt.nanoseconds), .words(alert.key), .words(lease.owner),
                    .int8(lease.until.nanoseconds),
                ])
            guard raised.count == 1 else { return nil }
            let number = raised.int8(0, 0)
            _ = try connection.run(
                Statement(
                    "forget_alerts", "DELETE FROM \(schema).alert WHERE id <= $1 AND resolved_at IS NOT NULL"),
                [.int8(number - AlertRecord.kept)])
            return number
        }
    }

    /// Lengthens the leases of what fires and this owner has, and takes what fires and nobody has.
    public func holdAlerts(_ lease: ItemLease, now: Timestamp) throws(StorageError) {
        try database.write { connection, _ in
            _ = try connection.run(
                Statement(
                    "hold_alerts",
                    """
                    UPDATE \(schema).alert SET owner = $1, lease_until = $2
                    WHERE resolved_at IS NULL AND (owner = $1 OR lease_until <= $3)
                    """), [.words(lease.owner), .int8(lease.until.nanoseconds), .int8(now.nanoseconds)])
        }
    }

    /// Notes that an alert that this owner has is good again.
    public func resolveAlert(
        _ number: Int64, owner: String, value: Double, at moment: Timestamp
    ) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "resolve_alert",
                    """
                    UPDATE \(schema).alert
                    SET resolved_at = $3, resolved_value = $4, owner = NULL, lease_until = NULL
                    WHERE id = $1 AND owner = $2 AND resolved_at IS NULL
                    """), [.int8(number), .words(owner), .int8(moment.nanoseconds), .float8(value)]
            ).affected == 1
        }
    }

    /// Those that fire and the newest that are resolved, newest first.
    public func alerts(resolved limit: Int) throws(StorageError) -> [AlertRecord] {
        try database.read { connection in
            try records(
                connection.run(
                    Statement(
                        "alerts",
                        """
                        SELECT \(Self.alertColumns) FROM \(schema).alert WHERE resolved_at IS NULL OR id IN
                            (SELECT id FROM \(schema).alert WHERE resolved_at IS NOT NULL ORDER BY id DESC LIMIT $1)
                        ORDER BY id DESC
                        """), [.int8(Int64(max(limit, 0)))]))
        }
    }

    /// Takes the oldest message that was not told and that nobody has; what others just take is passed over.
    public func takeAlertMessage(_ lease: ItemLease, now: Timestamp) throws(StorageError) -> AlertRecord? {
        try database.write { connection, _ in
            try records(
                connection.run(
                    Statement(
                        "take_alert_message",
                        """
                        UPDATE \(schema).alert SET teller = $1, teller_until = $2 WHERE id =
                            (SELECT id FROM \(schema).alert
                            WHERE (told = 'NOTHING' OR told = 'FIRING' AND resolved_at IS NOT NULL)
                                AND (teller IS NULL OR teller_until <= $3)
                            ORDER BY CASE told WHEN 'NOTHING' THEN fired_at ELSE resolved_at END, id LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING \(Self.alertColumns)
                        """), [.words(lease.owner), .int8(lease.until.nanoseconds), .int8(now.nanoseconds)])
            ).first
        }
    }

    /// Lengthens the lease of a message that this owner has.
    public func renewAlertMessage(_ number: Int64, lease: ItemLease) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "renew_alert_message", "UPDATE \(schema).alert SET teller_until = $3 WHERE id = $1 AND teller = $2"),
                [.int8(number), .words(lease.owner), .int8(lease.until.nanoseconds)]
            ).affected == 1
        }
    }

    /// Notes that a message was told, or never will be.
    public func finishAlertMessage(
        _ number: Int64, owner: String, told: AlertRecord.Told
    ) throws(StorageError) -> Bool {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "finish_alert_message",
                    """
                    UPDATE \(schema).alert SET told = $3, teller = NULL, teller_until = NULL
                    WHERE id = $1 AND teller = $2
                    """), [.int8(number), .words(owner), .text(told.rawValue)]
            ).affected == 1
        }
    }

    /// In the order of `records`.
    private static let alertColumns = """
        id, rule, subject, severity, value, threshold, message, since, fired_at, key, resolved_at, resolved_value, told,
        owner, lease_until
        """

    private func records(_ found: borrowing StatementResult) throws -> [AlertRecord] {
        var records: [AlertRecord] = []
        for row in 0..<found.count {
            let (owner, until) = (found.optionalText(row, 13), found.time(row, 14))
            records.append(
                AlertRecord(
                    number: found.int8(row, 0),
                    firing: AlertFiring(
                        rule: found.text(row, 1), subject: found.text(row, 2), severity: found.text(row, 3),
                        value: found.float8(row, 4), threshold: found.float8(row, 5), message: found.text(row, 6),
                        since: Timestamp(nanoseconds: found.int8(row, 7)),
                        firedAt: Timestamp(nanoseconds: found.int8(row, 8)), key: found.text(row, 9)),
                    resolvedAt: found.time(row, 10),
                    resolvedValue: found.isNull(row, 11) ? nil : found.float8(row, 11),
                    told: try word(found.text(row, 12), "told"),
                    lease: owner.flatMap { owner in until.map { ItemLease(owner: owner, until: $0) } }))
        }
        return records
    }
}
