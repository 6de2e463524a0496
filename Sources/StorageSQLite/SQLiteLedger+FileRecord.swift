import GRDB
import MarketData
import Storage

extension SQLiteLedger {
    /// Adds a row for a file.
    func insert(_ file: FileRecord, _ db: Database) throws {
        let values: [(String, (any DatabaseValueConvertible)?)] = [
            ("job", file.job.value),
            ("path", file.path),
            ("sha256", file.sha256),
            ("member_name", file.member?.name),
            ("member_size", file.member?.size),
            ("member_crc32", file.member.map { Int64($0.crc32) }),
            ("size", file.size),
            ("source", file.source),
            ("series_base", file.series?.instrument.base),
            ("series_quote", file.series?.instrument.quote),
            ("series_interval_ns", file.series.map { SeriesTable.nanoseconds(of: $0.kind) }),
            ("series_source", file.series?.source),
            ("status", file.status.rawValue),
            ("rows_read", file.rowsRead),
            ("inserted", file.written.inserted),
            ("updated", file.written.updated),
            ("unchanged", file.written.unchanged),
            ("accepted", file.written.accepted),
            ("duplicates", file.duplicates),
            ("no_trades", file.noTrades),
            ("rejected", file.rejected),
            ("first_time", file.first?.nanoseconds),
            ("last_time", file.last?.nanoseconds),
            ("message", file.message),
            ("read_at", file.readAt.nanoseconds),
        ]
        let columns = values.map(\.0).joined(separator: ", ")
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try db.cachedStatement(sql: "INSERT INTO file (\(columns)) VALUES (\(marks))")
            .execute(arguments: StatementArguments(values.map(\.1)))
    }

    /// A file from its row.
    func record(_ row: Row) throws -> FileRecord {
        var file = FileRecord(
            job: JobID(row["job"]), path: row["path"], size: row["size"], source: row["source"],
            status: try row.word("status"), readAt: Timestamp(nanoseconds: row["read_at"]))
        file.sha256 = row["sha256"]
        if let name: String = row["member_name"] {
            let crc32: Int64 = row["member_crc32"]
            file.member = MemberFingerprint(
                name: name, size: row["member_size"], crc32: UInt32(truncatingIfNeeded: crc32))
        }
        if let base: String = row["series_base"] {
            file.series = Series(
                Instrument(base: base, quote: row["series_quote"]),
                try SeriesTable.kind(nanoseconds: row["series_interval_ns"]), source: row["series_source"])
        }
        file.rowsRead = row["rows_read"]
        file.written = row.writeCount
        file.duplicates = row["duplicates"]
        file.noTrades = row["no_trades"]
        file.rejected = row["rejected"]
        file.first = row.time("first_time")
        file.last = row.time("last_time")
        file.message = row["message"]
        return file
    }
}
