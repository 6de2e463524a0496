/// What a transaction leaves behind, so that it can be known whether it was committed when the answer to COMMIT is
/// lost: each connection that writes has a row of the table `writer`, and each transaction puts a number of its own
/// there.
///
/// (`pg_xact_status` of the transaction's id would not do: after a crash the server gives an id again that it gave to
/// a transaction of which nothing had reached its disk.)
struct CommitMark {
    private let writer: Int64
    private let number: Int64
    private let session: ServerSession

    /// Sees to it that the connection has its row, outside of the transaction: for a row that is there one can wait.
    static func register(_ connection: ServerConnection, schema: String) throws(ServerFailure) {
        if connection.isRegistered { return }
        // Connections are recycled long before; rows of so long ago belong to processes that are gone.
        _ = try connection.run(
            Statement("", "DELETE FROM \(schema).writer WHERE seen_at < now() - interval '7 days'"))
        _ = try connection.run(
            Statement("", "INSERT INTO \(schema).writer (id, mark) VALUES ($1, 0) ON CONFLICT (id) DO NOTHING"),
            [.int8(connection.writer)])
        connection.isRegistered = true
    }

    /// Leaves a mark in the transaction that is open.
    static func leave(_ connection: ServerConnection, schema: String) throws(ServerFailure) -> CommitMark {
        let mark = CommitMark(
            writer: connection.writer, number: .random(in: 1 ... .max), session: connection.session)
        let result = try connection.run(
            Statement("mark", "UPDATE \(schema).writer SET mark = $2, seen_at = now() WHERE id = $1"),
            [.int8(mark.writer), .int8(mark.number)])
        guard result.affected == 1 else {
            // Somebody emptied the table; the next attempt makes a new row.
            connection.isRegistered = false
            throw ServerFailure(state: "40001", "the row of this connection is gone from \(schema).writer")
        }
        return mark
    }

    /// Whether the transaction that left it was committed.
    func isThere(_ connection: ServerConnection, schema: String) throws(ServerFailure) -> Bool {
        try session.end(connection)
        // Waits for the transaction that changed the row, if it still runs.
        let result = try connection.run(
            Statement("", "SELECT mark FROM \(schema).writer WHERE id = $1 FOR UPDATE"), [.int8(writer)])
        return result.count == 1 && result.int8(0, 0) == number
    }
}

extension ServerSession {
    /// Ends the session on the server, if it is still there.
    func end(_ connection: ServerConnection) throws(ServerFailure) {
        do {
            _ = try connection.run(
                Statement(
                    "",
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid = $1 AND (extract(epoch FROM backend_start) * 1000000)::int8 = $2
                    """), [.int8(process), .int8(startedAt)])
        } catch let refusal where refusal.state == "42501" {
            // Somebody else's by now.
        }
    }
}
