internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// The gaps that jobs dealt with, by line and start.
    public func gaps(in store: StoreIdentity, status: GapStatus?) throws(StorageError) -> [Gap] {
        try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM gap WHERE store = ? AND (? IS NULL OR status = ?)
                    ORDER BY base, quote, interval_ns, start_time, end_time
                    """, arguments: [store.value, status?.rawValue, status?.rawValue]
            ).map { row in
                let line = HistoryLine(
                    Instrument(base: row["base"], quote: row["quote"]),
                    try SeriesTable.kind(nanoseconds: row["interval_ns"]))
                return Gap(
                    in: store, of: line, try row.range(), try row.word("status"), gapClass: row["class"],
                    candles: row["candles"], source: row["source"], message: row["message"],
                    requiredFile: row["required_file"], job: JobID(row["job"]),
                    at: Timestamp(nanoseconds: row["dealt_at"]))
            }
        }
    }

    /// Forgets gaps of a status that were dealt with before a moment.
    public func deleteGaps(
        in store: StoreIdentity, status: GapStatus, before moment: Timestamp
    ) throws(StorageError) -> Int {
        try database.write { db in
            try db.execute(
                sql: "DELETE FROM gap WHERE store = ? AND status = ? AND dealt_at < ?",
                arguments: [store.value, status.rawValue, moment.nanoseconds])
            return db.changesCount
        }
    }

    func note(_ gap: Gap, _ db: Database) throws {
        let line: StatementArguments = [
            gap.store.value, gap.line.instrument.base, gap.line.instrument.quote,
            SeriesTable.nanoseconds(of: gap.line.kind),
        ]
        try db.cachedStatement(
            sql: """
                DELETE FROM gap WHERE store = ? AND base = ? AND quote = ? AND interval_ns = ? AND start_time < ?
                    AND end_time > ?
                """
        ).execute(arguments: line + [gap.range.end.nanoseconds, gap.range.start.nanoseconds])
        try db.cachedStatement(
            sql: """
                INSERT INTO gap (store, base, quote, interval_ns, start_time, end_time, status, class, candles,
                    source, message, required_file, job, dealt_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: line + [
                gap.range.start.nanoseconds, gap.range.end.nanoseconds,
                gap.status.rawValue, gap.gapClass, gap.candles, gap.source, gap.message, gap.requiredFile,
                gap.job.value,
                gap.at.nanoseconds,
            ])
    }
}
