public import Storage

extension PostgreSQLLedger {
    /// Notes all of these in one transaction.
    public func record(_ entries: [LedgerEntry]) throws(StorageError) {
        if entries.isEmpty { return }
        try database.write { connection, _ in try note(entries, connection) }
    }

    /// Notes these in the transaction that is open.
    func note(_ entries: [LedgerEntry], _ connection: ServerConnection) throws {
        try connection.planByIndexes()
        try CoverageLocks(schema: schema).take(for: entries, connection)
        var ranges = CoverageNoting(PostgreSQLCoverageTables(connection, self))
        for entry in entries {
            switch entry {
            case .file(let file, let rejects): try note(file, rejects, connection)
            case .progress(let job, let progress): try set(progress, of: job, connection)
            case .advance(let job, let progress): try advance(progress, of: job, connection)
            case .coverage(let record): try ranges.note(record)
            case .verified(let scope, let store, let moment):
                try note(verified: scope, in: store, at: moment, connection)
            case .examined(let examination): try ranges.note(examination)
            case .givenUp(let part): try note(part, connection)
            case .takenUp(let number):
                _ = try connection.run(
                    Statement("taken_up", "DELETE FROM \(schema).given_up WHERE id = $1"), [.int8(number)])
            case .gap(let gap): try note(gap, connection)
            case .item(let job, let place, let progress, let owner):
                try set(progress, ofItem: place, of: job, owner: owner, connection)
            }
        }
        try ranges.finish()
    }
}
