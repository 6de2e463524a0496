public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// The gaps that jobs dealt with, by line and start.
    public func gaps(in store: StoreIdentity, status: GapStatus?) throws(StorageError) -> [Gap] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "gaps",
                    """
                    SELECT base, quote, interval_ns, start_time, end_time, status, class, candles, source, message,
                        required_file, job, dealt_at
                    FROM \(schema).gap WHERE store = $1 AND ($2 IS NULL OR status = $2)
                    ORDER BY base, quote, interval_ns, start_time, end_time
                    """), [.text(store.value), .words(status?.rawValue)])
            return try (0..<found.count).map { row in
                Gap(
                    in: store, of: try ScopeColumns.line(found, row, from: 0), try found.range(row, from: 3),
                    try word(found.text(row, 5), "status"), gapClass: found.text(row, 6),
                    candles: Int(found.int8(row, 7)), source: found.text(row, 8), message: found.text(row, 9),
                    requiredFile: found.text(row, 10), job: JobID(found.int8(row, 11)),
                    at: Timestamp(nanoseconds: found.int8(row, 12)))
            }
        }
    }

    /// Forgets gaps of a status that were dealt with before a moment.
    public func deleteGaps(
        in store: StoreIdentity, status: GapStatus, before moment: Timestamp
    ) throws(StorageError) -> Int {
        try database.write { connection, _ in
            try connection.run(
                Statement(
                    "delete_gaps", "DELETE FROM \(schema).gap WHERE store = $1 AND status = $2 AND dealt_at < $3"),
                [.text(store.value), .text(status.rawValue), .int8(moment.nanoseconds)]
            ).affected
        }
    }

    func note(_ gap: Gap, _ connection: ServerConnection) throws {
        _ = try connection.run(
            Statement(
                "drop_gaps",
                """
                DELETE FROM \(schema).gap WHERE base = $1 AND quote = $2 AND interval_ns = $3 AND store = $4
                    AND start_time < $5 AND end_time > $6
                """),
            ScopeColumns.values(gap.line) + [
                .text(gap.store.value), .int8(gap.range.end.nanoseconds), .int8(gap.range.start.nanoseconds),
            ])
        _ = try connection.run(
            Statement(
                "add_gap",
                """
                INSERT INTO \(schema).gap (base, quote, interval_ns, store, start_time, end_time, status, class, candles,
                    source, message, required_file, job, dealt_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """),
            ScopeColumns.values(gap.line) + [
                .text(gap.store.value), .int8(gap.range.start.nanoseconds), .int8(gap.range.end.nanoseconds),
                .text(gap.status.rawValue), .words(gap.gapClass), .int8(Int64(gap.candles)), .words(gap.source),
                .words(gap.message), .words(gap.requiredFile), .int8(gap.job.value), .int8(gap.at.nanoseconds),
            ])
    }
}
