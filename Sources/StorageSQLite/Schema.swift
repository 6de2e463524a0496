import GRDB
import Storage

/// The tables' history: numbered migrations, and what a file says of itself.
///
/// A file of ours carries `applicationID`, so that another application's database is never
/// taken for one, and the number of its last migration in `user_version`.
enum Schema {
    /// `CNDL` in ASCII, the value of `PRAGMA application_id`.
    static let applicationID: Int32 = 0x434E_444C

    /// The migrations in order; number n is the nth. One that was released is never changed.
    static let migrations = [
        Migration(sql: version1), Migration(sql: version2), Migration(sql: version3),
        Migration(sql: version4, fill: fillCoverageSets), Migration(sql: version5), Migration(sql: version6),
    ]

    /// The schema that this build writes and reads.
    static var current: Int { migrations.count }

    /// Runs what is missing. Not by GRDB's migrator: it looks what is missing before it has the file to itself, and its
    /// first table is there before the file says that it is ours, so two that migrate at once would trip over each other.
    static func migrate(_ writer: some DatabaseWriter) throws {
        try writer.writeWithoutTransaction { db in
            for (index, migration) in migrations.enumerated() {
                try db.inTransaction(.immediate) {
                    // Asked under the lock: another process may just have done it.
                    if try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 <= index {
                        try db.execute(sql: migration.sql)
                        try migration.fill?(db)
                        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
                    }
                    return .commit
                }
            }
        }
    }
}

/// One step of the tables' history.
struct Migration {
    /// Its statements.
    let sql: String
    /// Fills the new tables from the old ones where SQL alone does not do.
    var fill: (@Sendable (Database) throws -> Void)?
}

/// What a file says of itself, and what follows from it.
struct SchemaMark: Equatable {
    /// `PRAGMA application_id`.
    var applicationID: Int32
    /// `PRAGMA user_version`.
    var version: Int
    /// Whether no table was ever made in it.
    var isBlank: Bool

    /// The version of our schema in it, 0 when the file is still blank.
    ///
    /// Throws `corrupt` for another application's file and `newerSchema` for a version that this build
    /// does not know.
    func checked(at location: String) throws(StorageError) -> Int {
        if applicationID == 0, isBlank { return 0 }
        guard applicationID == Schema.applicationID else {
            throw StorageError(
                .corrupt, at: location,
                "the file is another application's SQLite database (application id \(applicationID), "
                    + "expected \(Schema.applicationID))",
                advice: "name a candlewick database, or a new file with candlewick init")
        }
        guard version <= Schema.current else {
            throw StorageError(
                .newerSchema, at: location,
                "its schema has version \(version), this candlewick knows versions up to \(Schema.current)",
                advice: "use the candlewick that wrote it, or a later one; nothing was changed")
        }
        return version
    }
}
