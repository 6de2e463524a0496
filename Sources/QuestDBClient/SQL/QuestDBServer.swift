/// A QuestDB server, asked by SQL over HTTP. Any thread may use it at any time; calls block.
public final class QuestDBServer: Sendable {
    /// Where it is.
    public let endpoint: QuestDBEndpoint
    let http: HTTPClient

    /// The server at an endpoint. Connects with the first call.
    public init(_ endpoint: QuestDBEndpoint) {
        self.endpoint = endpoint
        http = HTTPClient(endpoint)
    }

    /// Runs a statement and gives its result whole: for anything of at most some 100,000 rows.
    ///
    /// - Parameter timeout: ends the statement at the server; nil for the server's own limit.
    /// - Throws: `badQuery` with the position in the text, `unreachable`, `timedOut`, `unauthorized`, `forbidden`.
    @discardableResult
    public func exec(_ sql: SQLText, timeout: Duration? = nil) throws(QuestDBError) -> SQLReply {
        try self.reply(to: sql, rows: nil, timeout: timeout)
    }

    /// The result of a statement, or its first rows.
    func reply(to sql: SQLText, rows: Int?, timeout: Duration?) throws(QuestDBError) -> SQLReply {
        var request = request("/exec", sql, timeout)
        if let rows { request.query.append(("limit", "\(rows)")) }
        let asked = request
        let (reply, body) = try Self.explained(asked) { () throws(QuestDBError) in try http.get(asked) }
        guard reply.isSuccess else { throw .refused(reply, endpoint) }
        // Where it stops being JSON helps nobody: something else answers here.
        guard let json = try? JSONValue(body), let result = SQLReply(json) else {
            throw QuestDBError(
                .badReply, endpoint.address, "the reply to a statement is not QuestDB's JSON",
                advice: "check that the address is a QuestDB's HTTP port")
        }
        return result
    }

    /// Runs a SELECT and gives its rows one by one, at constant memory, as fast as they come.
    ///
    /// The server prints a double in the shortest form that gives it back. A TIMESTAMP is fastest, and whole, as
    /// microseconds: `cast(time as long)`. The server prints NaN and infinities as NULL.
    ///
    /// - Parameters:
    ///   - timeout: ends the query at the server; nil for the server's own limit.
    ///   - row: reads the fields it wants, from left to right. What it throws ends the query and is thrown on.
    /// - Returns: how many rows there were.
    /// - Throws: `badQuery` with the position in the text, `interrupted` when the server breaks off in the middle,
    ///   `badReply` for a field that is not what was asked for, and what `row` throws.
    @discardableResult
    public func rows(
        _ sql: SQLText, timeout: Duration? = nil, row: (inout SQLRow) throws -> Void
    ) throws -> Int64 {
        var scanner = CSVScanner()
        var header = true
        var count: Int64 = 0
        var trouble: (any Error)?
        func record(_ bytes: RawSpan) throws(QuestDBError) {
            if trouble != nil { return }
            if header {
                header = false
                return
            }
            count += 1
            var fields = SQLRow(bytes, number: count)
            do { try row(&fields) } catch { trouble = error }
        }
        var request = request("/exp", sql, timeout)
        // The server lends few connections to this path, and an idle one would keep its place from others.
        request.headers.append("Connection: close")
        let asked = request
        let reply = try Self.explained(asked) { () throws(QuestDBError) in
            try http.get(asked) { bytes in
                do { try scanner.take(bytes, record) } catch { trouble = error }
                return trouble == nil
            }
        }
        if let trouble { throw trouble }
        guard reply.isSuccess else { throw QuestDBError.refused(reply, endpoint) }
        try scanner.finish(record)
        if let trouble { throw trouble }
        return count
    }

    private func request(_ path: String, _ sql: SQLText, _ timeout: Duration?) -> HTTPRequest {
        HTTPRequest(
            path: path, query: [("query", sql.text)],
            headers: timeout.map { ["Statement-Timeout: \($0.wholeMilliseconds)"] } ?? [])
    }

    /// Adds what a server does not say: it drops a connection whose request line is longer than it takes.
    private static func explained<Value>(
        _ request: HTTPRequest, _ body: () throws(QuestDBError) -> Value
    ) throws(QuestDBError) -> Value {
        do throws(QuestDBError) {
            return try body()
        } catch {
            let length = request.target.utf8.count
            guard error.code == .interrupted, length > 32_768 else { throw error }
            throw QuestDBError(
                .tooLarge, error.subject,
                "\(error.message), and the statement takes \(length) bytes of the request line",
                advice: "shorten it, or raise http.request.header.buffer.size at the server (64 KiB by default)")
        }
    }
}
