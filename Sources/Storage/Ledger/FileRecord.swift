public import MarketData

/// How the reading of a file ended.
public enum FileStatus: String, Hashable, Sendable, CaseIterable {
    /// Every record was good.
    case complete = "COMPLETE"
    /// Read whole; some records were refused.
    case partial = "PARTIAL"
    /// No record in it.
    case empty = "EMPTY"
    /// Not what its name says: no record of it could be used.
    case invalid = "INVALID"
    /// Reading or storing stopped half way; the message says why.
    case failed = "FAILED"

    /// Whether reading the same content again would tell nothing new.
    public var isFinished: Bool { self == .complete || self == .partial }
}

/// What an archive's directory says of a member; enough to know it again without unpacking.
public struct MemberFingerprint: Hashable, Sendable {
    /// The member's path in the archive.
    public var name: String
    /// Unpacked length in bytes.
    public var size: Int64
    /// CRC-32 of the unpacked bytes.
    public var crc32: UInt32

    /// What the directory says.
    public init(name: String, size: Int64, crc32: UInt32) {
        (self.name, self.size, self.crc32) = (name, size, crc32)
    }
}

/// A file, or a member of an archive, that was read.
public struct FileRecord: Hashable, Sendable {
    /// The job that read it.
    public var job: JobID
    /// The file, or `ARCHIVE.zip/MEMBER`.
    public var path: String
    /// SHA-256 of its bytes in lower-case hexadecimal; nil when it could not be read to its end.
    public var sha256: String?
    /// Set for a member of an archive.
    public var member: MemberFingerprint?
    /// Length in bytes.
    public var size: Int64
    /// The adapter that decoded it.
    public var source: String
    /// What its name says, nil when no adapter knew it.
    public var series: Series?
    /// How it ended.
    public var status: FileStatus
    /// Data records in it: inserted + updated + unchanged + accepted + duplicates + no-trades + rejected.
    public var rowsRead: Int
    /// What became of the rows that were written.
    public var written: WriteCount
    /// Equal rows within the file.
    public var duplicates: Int
    /// Records that say "no trades".
    public var noTrades: Int
    /// Records that were refused.
    public var rejected: Int
    /// First and last time of its good rows, nil when there are none.
    public var first: Timestamp?
    /// Last time of its good rows.
    public var last: Timestamp?
    /// What went wrong, empty when nothing did.
    public var message: String
    /// When reading ended.
    public var readAt: Timestamp

    /// A file of which nothing is known yet but where it is.
    public init(job: JobID, path: String, size: Int64, source: String, status: FileStatus, readAt: Timestamp) {
        self.job = job
        self.path = path
        self.sha256 = nil
        self.member = nil
        self.size = size
        self.source = source
        self.series = nil
        self.status = status
        self.rowsRead = 0
        self.written = WriteCount()
        self.duplicates = 0
        self.noTrades = 0
        self.rejected = 0
        self.first = nil
        self.last = nil
        self.message = ""
        self.readAt = readAt
    }
}

/// A reject and the file it was in.
public struct RejectRecord: Hashable, Sendable {
    /// The file's path.
    public var path: String
    /// What was refused.
    public var reject: Reject

    /// A reject of a file.
    public init(path: String, reject: Reject) { (self.path, self.reject) = (path, reject) }
}
