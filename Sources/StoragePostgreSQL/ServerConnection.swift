import CLibPQ

/// A statement of the store: its text never holds a value.
struct Statement: Sendable {
    /// By which the server knows it once it was prepared; unique in a database's store.
    let name: String
    let sql: String

    init(_ name: String, _ sql: String) { (self.name, self.sql) = (name, sql) }
}

/// One connection to the server; closed when its last owner lets it go.
///
/// @unchecked: one thread has it at a time, which `ConnectionPool` sees to.
@safe final class ServerConnection: @unchecked Sendable {
    // Open from init to deinit.
    let handle: OpaquePointer
    let address: ServerAddress
    private var prepared: Set<String> = []
    /// When it was made.
    let openedAt = ContinuousClock.now
    /// When it last came back to the pool.
    var lastUsedAt = ContinuousClock.now
    /// Which session of the server this is; by both it is known again when the network is gone.
    private(set) var session = ServerSession(process: 0, startedAt: 0)
    /// By which the store knows the last commit of this connection; see `CommitMark`.
    let writer = Int64.random(in: 1 ... .max)
    /// Whether it has its row in the table `writer`.
    var isRegistered = false

    /// Connects; see `connect`.
    init(_ address: ServerAddress, _ settings: PostgreSQLSettings, until deadline: ContinuousClock.Instant) throws {
        self.address = address
        unsafe handle = try Self.connect(address, until: deadline)
        let result = try run(
            Statement(
                "",
                """
                SELECT set_config('search_path', $1, false), set_config('statement_timeout', $2, false),
                    set_config('lock_timeout', $3, false), set_config('TimeZone', 'UTC', false),
                    set_config('DateStyle', 'ISO', false), set_config('extra_float_digits', '1', false),
                    set_config('bytea_output', 'hex', false),
                    pg_backend_pid()::int8,
                    (SELECT (extract(epoch FROM backend_start) * 1000000)::int8
                        FROM pg_stat_activity WHERE pid = pg_backend_pid())
                """),
            [
                .text("\(settings.schema), public"), .text("\(max(0, settings.statementTimeout.milliseconds))"),
                .text("\(max(0, settings.lockTimeout.milliseconds))"),
            ])
        session = ServerSession(process: result.int8(0, 7), startedAt: result.int8(0, 8))
    }

    deinit { unsafe PQfinish(handle) }

    /// Whether libpq takes the connection for alive, without asking the server.
    var seemsAlive: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Whether a transaction was left open.
    var isInTransaction: Bool { unsafe PQtransactionStatus(handle) != PQTRANS_IDLE }

    /// Whether the server answers.
    func answers() -> Bool {
        do {
            try run("SELECT 1")
            return true
        } catch {
            return false
        }
    }

    /// Runs commands of the store's own, without values and without rows.
    func run(_ sql: String) throws(ServerFailure) {
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        guard unsafe [PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY].contains(PQresultStatus(result)) else {
            throw unsafe failure(result)
        }
    }

    /// Runs one statement with its values; a named one is prepared the first time.
    func run(_ statement: Statement, _ parameters: [Parameter] = []) throws(ServerFailure) -> StatementResult {
        if !statement.name.isEmpty, !prepared.contains(statement.name) {
            var types = parameters.map { $0.type.rawValue }
            let result = unsafe PQprepare(handle, statement.name, statement.sql, CInt(types.count), &types)
            defer { unsafe PQclear(result) }
            guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else { throw unsafe failure(result) }
            prepared.insert(statement.name)
        }
        let result = unsafe BoundParameters(parameters).send { types, values, lengths, formats in
            let count = CInt(parameters.count)
            // The arrays have `count` elements each, and libpq copies what they point to.
            return unsafe statement.name.isEmpty
                ? PQexecParams(handle, statement.sql, count, types, values, lengths, formats, 1)
                : PQexecPrepared(handle, statement.name, count, values, lengths, formats, 1)
        }
        guard let result = unsafe result, unsafe [PGRES_COMMAND_OK, PGRES_TUPLES_OK].contains(PQresultStatus(result))
        else {
            defer { unsafe PQclear(result) }
            throw unsafe failure(result)
        }
        return unsafe StatementResult(owning: result)
    }

    /// What a result that is none says; also for no result at all.
    @unsafe func failure(_ result: OpaquePointer?) -> ServerFailure {
        func field(_ code: Character) -> String? {
            guard let ascii = code.asciiValue, let result = unsafe result,
                let text = unsafe PQresultErrorField(result, CInt(ascii))
            else { return nil }
            return unsafe String(cString: text)
        }
        // The fields of libpq-fe.h: C is the SQLSTATE, M the primary message, D the detail.
        let state = field("C") ?? ""
        // libpq's own words live as long as nothing else is asked of the connection.
        var message = unsafe field("M") ?? String(cString: PQerrorMessage(handle))
        // Of a taken key the detail would show a row; of a refused drop it says what stands in the way.
        if state == "2BP01", let detail = field("D") { message += ": \(detail)" }
        return ServerFailure(
            state: state, Self.oneLine(address.redacted(message)),
            isConnectionLost: !seemsAlive || ServerSession.endings.contains(state))
    }

    static func oneLine(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: " ").joined(separator: " ").replacing("\t", with: " ")
        }
        return lines.joined(separator: "; ")
    }
}

/// A session as the server knows it.
struct ServerSession: Hashable {
    /// Its process id on the server.
    var process: Int64
    /// Microseconds since 1970 UTC.
    var startedAt: Int64

    /// SQLSTATEs with which a server ends sessions: `admin_shutdown`, `crash_shutdown`, `idle_session_timeout`,
    /// `idle_in_transaction_session_timeout`, `database_dropped`.
    static let endings: Set<String> = ["57P01", "57P02", "57P05", "25P03", "57P04"]
}
