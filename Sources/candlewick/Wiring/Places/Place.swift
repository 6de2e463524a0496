import Storage

/// A store that is open: its series, and its ledger where it keeps one.
protocol Place: Sendable {
    /// Candles and trades. Throws `needsMigration` where there is no schema yet.
    var series: any TimeSeriesStore { get throws(StorageError) }
    /// Assets, jobs, files; nil where this store keeps none.
    var ledger: (any Ledger)? { get }
    /// Answers a person's SQL. Throws likewise.
    var sql: any SQLQuerying { get throws(StorageError) }
    /// The version of the schema in it, 0 when there is none yet.
    var schemaVersion: Int { get }
    /// The version of the schema that this build writes.
    var currentSchemaVersion: Int { get }
    /// Whether rows can be stored.
    var isWritable: Bool { get }
    /// Creates the schema or brings it up to date.
    func migrate() throws(StorageError)
    /// What `drop` deletes, for people: `3 series and its ledger`.
    func contents() throws(StorageError) -> String
    /// Deletes the store with everything in it.
    func drop() throws
    /// What `doctor` says of it beyond that it can be opened.
    func findings() -> [Finding]
}

/// What a command will do with a store.
enum StoreAccess: Hashable {
    /// Create or migrate it: it may be missing or of an older schema.
    case create
    /// Read and write it.
    case existing
    /// Read it, also where it cannot be written.
    case reading
}

/// What was checked, and how it is.
struct Finding: Encodable, Sendable {
    enum Verdict: String, Encodable {
        case ok
        case warning
        case failed
    }

    var subject: String
    var verdict: Verdict
    var message: String
}
