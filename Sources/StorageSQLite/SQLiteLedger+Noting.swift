internal import GRDB
public import Storage

extension SQLiteLedger {
    /// Notes all of these in one transaction.
    public func record(_ entries: [LedgerEntry]) throws(StorageError) {
        if entries.isEmpty { return }
        try database.write { db in
            var ranges = CoverageNoting(SQLiteCoverageTables(db, self))
            for entry in entries {
                switch entry {
                case .file(let file, let rejects): try note(file, rejects, db)
                case .progress(let job, let progress): try set(progress, of: job, db)
                case .advance(let job, let progress): try advance(progress, of: job, db)
                case .coverage(let record): try ranges.note(record)
                case .verified(let scope, let store, let moment): try note(verified: scope, in: store, at: moment, db)
                case .examined(let examination): try ranges.note(examination)
                case .givenUp(let part): try note(part, db)
                case .takenUp(let number):
                    try db.cachedStatement(sql: "DELETE FROM given_up WHERE id = ?").execute(arguments: [number])
                case .gap(let gap): try note(gap, db)
                case .item(let job, let place, let progress, let owner):
                    try set(progress, ofItem: place, of: job, owner: owner, db)
                }
            }
            try ranges.finish()
        }
    }
}
