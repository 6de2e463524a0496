import CLibPQ

extension ServerConnection {
    /// Bytes that are handed to libpq at once.
    private static let piece = 262_144

    /// Runs `COPY … FROM STDIN (FORMAT binary)`.
    ///
    /// - Parameters:
    ///   - count: how many rows.
    ///   - row: appends the row of that place.
    func copy(_ sql: String, columns: Int, count: Int, row: (Int, CopySink) -> Void) throws(ServerFailure) {
        let begun = unsafe PQexec(handle, sql)
        let status = unsafe PQresultStatus(begun)
        defer { unsafe PQclear(begun) }
        guard status == PGRES_COPY_IN else { throw unsafe failure(begun) }
        let sink = CopySink(bytes: NetworkBytes(capacity: Self.piece + 4096))
        sink.begin()
        for index in 0..<count {
            sink.beginRow(columns: columns)
            row(index, sink)
            if sink.bytes.count >= Self.piece { try send(sink.bytes) }
        }
        sink.end()
        try send(sink.bytes)
        guard unsafe PQputCopyEnd(handle, nil) == 1 else { throw unsafe failure(nil) }
        try awaitEnd()
    }

    private func send(_ bytes: NetworkBytes) throws(ServerFailure) {
        let sent = unsafe bytes.withBytes { all in
            // libpq copies or sends them before it returns.
            unsafe PQputCopyData(handle, all.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(all.count))
        }
        bytes.removeAll()
        guard sent == 1 else { throw unsafe failure(nil) }
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
