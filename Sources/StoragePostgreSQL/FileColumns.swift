import MarketData
import Storage

/// The table `file`: a record as its row.
enum FileColumns {
    /// In the order of `values` and `record`.
    static let all = [
        "job", "path", "sha256", "member_name", "member_size", "member_crc32", "size", "source", "series_base",
        "series_quote", "series_interval_ns", "series_source", "status", "rows_read", "inserted", "updated",
        "unchanged", "accepted", "duplicates", "no_trades", "rejected", "first_time", "last_time", "message", "read_at",
    ]

    static let names = all.joined(separator: ", ")

    /// The values of a record's row.
    static func values(of file: FileRecord) -> [Parameter] {
        func count(_ value: Int) -> Parameter { .int8(Int64(value)) }
        return [
            .int8(file.job.value), .words(file.path), .words(file.sha256), .words(file.member?.name),
            .int8(file.member?.size), .int8(file.member.map { Int64($0.crc32) }), .int8(file.size), .words(file.source),
            .words(file.series?.instrument.base), .words(file.series?.instrument.quote),
            .int8(file.series.map { SeriesTable.nanoseconds(of: $0.kind) }), .words(file.series?.source),
            .text(file.status.rawValue), count(file.rowsRead), count(file.written.inserted),
            count(file.written.updated), count(file.written.unchanged), count(file.written.accepted),
            count(file.duplicates), count(file.noTrades), count(file.rejected), .int8(file.first?.nanoseconds),
            .int8(file.last?.nanoseconds), .words(file.message), .int8(file.readAt.nanoseconds),
        ]
    }

    /// A record from its row.
    static func record(_ found: borrowing StatementResult, _ row: Int) throws(ServerFailure) -> FileRecord {
        var file = FileRecord(
            job: JobID(found.int8(row, 0)), path: found.text(row, 1), size: found.int8(row, 6),
            source: found.text(row, 7), status: try word(found.text(row, 12), "status"),
            readAt: Timestamp(nanoseconds: found.int8(row, 24)))
        file.sha256 = found.optionalText(row, 2)
        if let name = found.optionalText(row, 3) {
            file.member = MemberFingerprint(
                name: name, size: found.int8(row, 4), crc32: UInt32(truncatingIfNeeded: found.int8(row, 5)))
        }
        if let base = found.optionalText(row, 8) {
            file.series = Series(
                Instrument(base: base, quote: found.text(row, 9)),
                try SeriesTable.kind(nanoseconds: found.int8(row, 10)), source: found.text(row, 11))
        }
        file.rowsRead = Int(found.int8(row, 13))
        file.written = WriteCount(
            inserted: Int(found.int8(row, 14)), updated: Int(found.int8(row, 15)), unchanged: Int(found.int8(row, 16)),
            accepted: Int(found.int8(row, 17)))
        file.duplicates = Int(found.int8(row, 18))
        file.noTrades = Int(found.int8(row, 19))
        file.rejected = Int(found.int8(row, 20))
        file.first = found.optionalInt8(row, 21).map(Timestamp.init(nanoseconds:))
        file.last = found.optionalInt8(row, 22).map(Timestamp.init(nanoseconds:))
        file.message = found.text(row, 23)
        return file
    }
}
