public import MarketData
public import Storage

extension PostgreSQLLedger {
    /// The record of a file that was read whole into the series of a store, by the SHA-256 of its content.
    public func finishedFile(
        sha256: String, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        try finished("file_by_content", "sha256 = $6", [.words(sha256)], series, store)
    }

    /// The record of an archive's member that was read whole into the series of a store, by name, size and CRC-32.
    public func finishedMember(
        _ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        try finished(
            "file_by_member", "member_crc32 = $6 AND member_size = $7 AND member_name = $8",
            [.int8(Int64(fingerprint.crc32)), .int8(fingerprint.size), .words(fingerprint.name)], series, store)
    }

    /// Lengths of the files and members that were read whole into a store.
    public func finishedSizes(in store: StoreIdentity) throws(StorageError) -> Set<Int64> {
        let statement = Statement(
            "file_sizes",
            """
            SELECT DISTINCT size FROM \(schema).file
            WHERE job IN (SELECT id FROM \(schema).job WHERE store = $1) AND status IN (\(Self.finished))
            """)
        return try database.read { connection in
            let found = try connection.run(statement, [.text(store.value)])
            return Set((0..<found.count).map { found.int8($0, 0) })
        }
    }

    /// `FileStatus.isFinished` in SQL.
    private static var finished: String {
        FileStatus.allCases.filter(\.isFinished).map { "'\($0.rawValue)'" }.joined(separator: ", ")
    }

    /// The newest file of a series and a store that was read whole and meets a condition on $6 and further.
    private func finished(
        _ name: String, _ condition: String, _ values: [Parameter], _ series: Series, _ store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        let statement = Statement(
            name,
            """
            SELECT \(FileColumns.names) FROM \(schema).file
            WHERE series_base = $1 AND series_quote = $2 AND series_interval_ns = $3 AND series_source = $4
                AND job IN (SELECT id FROM \(schema).job WHERE store = $5) AND status IN (\(Self.finished)) AND \(condition)
            ORDER BY id DESC LIMIT 1
            """)
        return try database.read { connection in
            let found = try connection.run(
                statement,
                [
                    .words(series.instrument.base), .words(series.instrument.quote),
                    .int8(SeriesTable.nanoseconds(of: series.kind)), .words(series.source), .text(store.value),
                ] + values)
            return found.count == 0 ? nil : try FileColumns.record(found, 0)
        }
    }

    func note(_ file: FileRecord, _ rejects: [Reject], _ connection: ServerConnection) throws {
        _ = try connection.run(
            Statement("forget_file", "DELETE FROM \(schema).file WHERE job = $1 AND path = $2"),
            [.int8(file.job.value), .words(file.path)])
        let marks = (1...FileColumns.all.count).map { "$\($0)" }.joined(separator: ", ")
        let added = try connection.run(
            Statement(
                "add_file",
                "INSERT INTO \(schema).file (\(FileColumns.names)) VALUES (\(marks)) RETURNING id"),
            FileColumns.values(of: file))
        if rejects.isEmpty { return }
        _ = try connection.run(
            Statement(
                "add_rejects",
                """
                INSERT INTO \(schema).reject (file, place, "row", position, code, reason, raw)
                SELECT $1, place - 1, w."row", w.position, w.code, w.reason, w.raw
                FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY AS w ("row", position, code, reason, raw, place)
                """),
            [
                .int8(added.int8(0, 0)), .numbers(rejects.map(\.row)), .numbers(rejects.map(\.position)),
                .numbers(rejects.map { Int64($0.code.rawValue) }), .texts(rejects.map(\.reason.withoutZeros)),
                .texts(rejects.map(\.raw.withoutZeros)),
            ])
    }

    /// The files of a job by path.
    public func files(job: JobID) throws(StorageError) -> [FileRecord] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "files", "SELECT \(FileColumns.names) FROM \(schema).file WHERE job = $1 ORDER BY path, id"),
                [.int8(job.value)])
            return try (0..<found.count).map { try FileColumns.record(found, $0) }
        }
    }

    /// Rejects of a job's files by path and row, at most `limit`.
    public func rejects(job: JobID, limit: Int) throws(StorageError) -> [RejectRecord] {
        try rejects(job: job, behind: nil, limit: limit).map { RejectRecord(path: $0.mark.path, reject: $0.reject) }
    }

    /// Rejects of a job's files by their marks, behind one or from the first on; at most `limit`.
    public func rejects(job: JobID, behind mark: RejectMark?, limit: Int) throws(StorageError) -> [MarkedReject] {
        try database.read { connection in
            let found = try connection.run(
                Statement(
                    "rejects",
                    """
                    SELECT f.path, r."row", r.position, r.code, r.reason, r.raw, r.place
                    FROM \(schema).file f JOIN \(schema).reject r ON r.file = f.id
                    WHERE f.job = $1 AND ($3 IS NULL OR (f.path, r."row", r.place) > ($3, $4, $5))
                    ORDER BY f.path, r."row", r.place LIMIT $2
                    """),
                [
                    .int8(job.value), .int8(Int64(max(limit, 0))), .words(mark?.path), .int8(mark?.row),
                    .int8(mark?.place),
                ])
            return try (0..<found.count).map { row in
                let number = found.int8(row, 3)
                guard let code = Int32(exactly: number).flatMap(Reject.Code.init(rawValue:)) else {
                    throw ServerFailure(state: "XX001", "\(number) is no reject that this candlewick knows")
                }
                let reject = Reject(
                    row: found.int8(row, 1), position: found.int8(row, 2), code: code, reason: found.text(row, 4),
                    raw: found.text(row, 5))
                return MarkedReject(
                    reject, at: RejectMark(path: found.text(row, 0), row: reject.row, place: found.int8(row, 6)))
            }
        }
    }
}
