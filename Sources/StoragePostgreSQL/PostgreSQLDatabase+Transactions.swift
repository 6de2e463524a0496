import Storage

/// Which attempt at a transaction it is.
struct Attempt {
    /// From 1.
    var number = 1
    /// Whether rows that were not there may be copied straight into the table. Not any more when that failed,
    /// because somebody else stored one of them meanwhile.
    var mayCopyDirectly = true

    /// More would be a standstill that trying does not mend.
    static let most = 10
}

extension PostgreSQLDatabase {
    /// Reads, outside of a transaction; again from the beginning when the connection is lost.
    func read<Result>(_ body: (ServerConnection) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        var patience = Patience(settings.patience)
        while true {
            do {
                return try pool.withConnection(until: patience.deadline, body)
            } catch let failure as ServerFailure where failure.isConnectionLost || failure.isPassingRefusal {
                pool.closeIdle()
                guard patience.wait() else { throw StorageError(failure, at: location) }
            } catch {
                throw StorageError(error, at: location)
            }
        }
    }

    /// Writes in one transaction, rolled back when the body throws. The body is called again when the connection is
    /// lost or another transaction got in the way; what it did before is then undone.
    func write<Result>(_ body: (ServerConnection, Attempt) throws -> Result) throws(StorageError) -> Result {
        try requireSchema()
        try requireWritable()
        var patience = Patience(settings.patience)
        var attempt = Attempt()
        while true {
            // Known from the moment on when the server is asked to commit.
            var pending: (result: Result, mark: CommitMark)?
            var session: ServerSession?
            do {
                return try pool.withConnection(until: patience.deadline) { connection in
                    try CommitMark.register(connection, schema: settings.schema)
                    session = connection.session
                    return try transaction(on: connection) {
                        let result = try body(connection, attempt)
                        let mark = try CommitMark.leave(connection, schema: settings.schema)
                        pending = (result, mark)
                        return result
                    }
                }
            } catch let failure as ServerFailure where failure.isConnectionLost || failure.isPassingRefusal {
                pool.closeIdle()
                if let pending, try wasCommitted(pending.mark, &patience) { return pending.result }
                guard patience.wait() else { throw StorageError(failure, at: location) }
                if let session { endSession(session) }
            } catch let failure as ServerFailure where failure.isCollision || failure.isKeyTaken {
                guard attempt.number < Attempt.most else { throw StorageError(failure, at: location) }
                if failure.isKeyTaken { attempt.mayCopyDirectly = false }
                attempt.number += 1
                _ = patience.wait()
            } catch {
                throw StorageError(error, at: location)
            }
        }
    }

    private func transaction<Result>(
        on connection: ServerConnection, _ body: () throws -> Result
    ) throws -> Result {
        try connection.run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
        do {
            let result = try body()
            try connection.run("COMMIT")
            return result
        } catch {
            // Where that fails, too, the pool closes the connection, which ends the transaction.
            if connection.seemsAlive { try? connection.run("ROLLBACK") }
            throw error
        }
    }

    /// Whether a transaction was committed whose answer was lost. Waits while the server is still at it.
    private func wasCommitted(_ mark: CommitMark, _ patience: inout Patience) throws(StorageError) -> Bool {
        while true {
            do {
                return try pool.withConnection(until: patience.deadline) { connection in
                    try mark.isThere(connection, schema: settings.schema)
                }
            } catch let failure as ServerFailure where failure.isConnectionLost || failure.isPassingRefusal {
                pool.closeIdle()
                guard patience.wait() else {
                    throw StorageError(
                        .unreachable, at: location,
                        "the server went away while it committed (\(failure.message)); the last rows are stored or not",
                        advice: "run the command again when the server is back: rows that are there stay as they are")
                }
            } catch {
                throw StorageError(error, at: location)
            }
        }
    }

    /// Ends a session whose connection was lost, so that its locks are not waited for. Whether that succeeds shows
    /// in the next attempt.
    private func endSession(_ session: ServerSession) {
        try? pool.withConnection(until: .now + settings.patience) { try session.end($0) }
    }
}
