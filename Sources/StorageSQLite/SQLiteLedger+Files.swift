internal import GRDB
public import MarketData
public import Storage

extension SQLiteLedger {
    /// The record of a file that was read whole into the series of a store, by the SHA-256 of its content.
    public func finishedFile(
        sha256: String, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM file WHERE sha256 = ? AND \(isOfSeries) AND \(isFinished) AND \(isInStore)
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [sha256] + Self.arguments(series) + [store.value]
            ).map(record)
        }
    }

    /// The record of an archive's member that was read whole into the series of a store, by name, size and CRC-32.
    public func finishedMember(
        _ fingerprint: MemberFingerprint, series: Series, in store: StoreIdentity
    ) throws(StorageError) -> FileRecord? {
        try database.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM file WHERE member_crc32 = ? AND member_size = ? AND member_name = ?
                    AND \(isOfSeries) AND \(isFinished) AND \(isInStore) ORDER BY id DESC LIMIT 1
                    """,
                arguments: [Int64(fingerprint.crc32), fingerprint.size, fingerprint.name] + Self.arguments(series)
                    + [store.value]
            ).map(record)
        }
    }

    /// Lengths of the files and members that were read whole into a store.
    public func finishedSizes(in store: StoreIdentity) throws(StorageError) -> Set<Int64> {
        try database.read { db in
            try Int64.fetchSet(
                db, sql: "SELECT DISTINCT size FROM file WHERE \(isFinished) AND \(isInStore)", arguments: [store.value]
            )
        }
    }

    func note(_ file: FileRecord, _ rejects: [Reject], _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM file WHERE job = ? AND path = ?")
            .execute(arguments: [file.job.value, file.path])
        try insert(file, db)
        let number = db.lastInsertedRowID
        let statement = try db.cachedStatement(
            sql: "INSERT INTO reject (file, place, row, position, code, reason, raw) VALUES (?, ?, ?, ?, ?, ?, ?)")
        for (place, reject) in rejects.enumerated() {
            try statement.execute(arguments: [
                number, place, reject.row, reject.position, Int64(reject.code.rawValue), reject.reason, reject.raw,
            ])
        }
    }

    /// The files of a job by path.
    public func files(job: JobID) throws(StorageError) -> [FileRecord] {
        try database.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM file WHERE job = ? ORDER BY path, id", arguments: [job.value]
            ).map(record)
        }
    }

    /// Rejects of a job's files by path and row, at most `limit`.
    public func rejects(job: JobID, limit: Int) throws(StorageError) -> [RejectRecord] {
        try rejects(job: job, behind: nil, limit: limit).map { RejectRecord(path: $0.mark.path, reject: $0.reject) }
    }

    /// Rejects of a job's files by their marks, behind one or from the first on; at most `limit`.
    public func rejects(job: JobID, behind mark: RejectMark?, limit: Int) throws(StorageError) -> [MarkedReject] {
        let isBehind = mark == nil ? "" : "AND (path, row, place) > (?, ?, ?)"
        let key: StatementArguments = mark.map { [$0.path, $0.row, $0.place] } ?? []
        return try database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT path, row, place, position, code, reason, raw FROM file JOIN reject ON reject.file = file.id
                    WHERE job = ? \(isBehind) ORDER BY path, row, place LIMIT ?
                    """,
                arguments: [job.value] + key + [max(limit, 0)]
            ).map { row in
                let code: Int32 = row["code"]
                guard let code = Reject.Code(rawValue: code) else {
                    throw DatabaseError(
                        resultCode: .SQLITE_CORRUPT, message: "\(code) is no reject that this candlewick knows")
                }
                let reject = Reject(
                    row: row["row"], position: row["position"], code: code, reason: row["reason"], raw: row["raw"])
                return MarkedReject(
                    reject, at: RejectMark(path: row["path"], row: reject.row, place: row["place"]))
            }
        }
    }

    /// A condition for one series, with four arguments.
    private var isOfSeries: String {
        "series_base = ? AND series_quote = ? AND series_interval_ns = ? AND series_source = ?"
    }

    /// A condition for files that were read into one store.
    private var isInStore: String { "job IN (SELECT id FROM job WHERE store = ?)" }

    private static func arguments(_ series: Series) -> StatementArguments {
        [
            series.instrument.base, series.instrument.quote, SeriesTable.nanoseconds(of: series.kind), series.source,
        ]
    }

    /// `FileStatus.isFinished` in SQL.
    private var isFinished: String {
        let words = FileStatus.allCases.filter(\.isFinished).map { "'\($0.rawValue)'" }
        return "status IN (\(words.joined(separator: ", ")))"
    }
}
