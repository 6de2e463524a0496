import CLibPQ

/// Rows on their way into a table.
struct CopyStream {
    /// Takes one row's fields after the other.
    let sink: CopySink
    fileprivate let connection: ServerConnection

    /// Bytes that are handed to libpq at once.
    fileprivate static let piece = 262_144

    /// A row is whole.
    @inline(__always)
    func endRow() throws(ServerFailure) { if sink.bytes.count >= Self.piece { try send() } }

    fileprivate func send() throws(ServerFailure) {
        let bytes = sink.bytes
        let sent = unsafe bytes.withBytes { all in
            // libpq copies or sends them before it returns.
            unsafe PQputCopyData(
                connection.handle, all.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(all.count))
        }
        bytes.removeAll()
        guard sent == 1 else { throw unsafe connection.failure(nil) }
    }
}

extension ServerConnection {
    /// Runs `COPY … FROM STDIN (FORMAT binary)`.
    ///
    /// - Parameter rows: gives the rows.
    func copy(_ sql: String, rows: (CopyStream) throws(ServerFailure) -> Void) throws(ServerFailure) {
        let begun = unsafe PQexec(handle, sql)
        let status = unsafe PQresultStatus(begun)
        defer { unsafe PQclear(begun) }
        guard status == PGRES_COPY_IN else { throw unsafe failure(begun) }
        let sink = CopySink(bytes: NetworkBytes(capacity: CopyStream.piece + 4096))
        let stream = CopyStream(sink: sink, connection: self)
        sink.begin()
        try rows(stream)
        sink.end()
        try stream.send()
        guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw unsafe failure(nil) }
        try awaitEnd()
    }

    /// Takes all results of a command; the first failure counts.
    private func awaitEnd() throws(ServerFailure) {
        var first: ServerFailure?
        while let result = unsafe PQgetResult(handle) {
            if unsafe PQresultStatus(result) != PGRES_COMMAND_OK, first == nil { first = unsafe failure(result) }
            unsafe PQclear(result)
            if !seemsAlive { break }
        }
        if let first { throw first }
        if !seemsAlive { throw unsafe failure(nil) }
    }
}
