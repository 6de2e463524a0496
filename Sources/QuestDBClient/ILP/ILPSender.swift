import Glibc
import Synchronization

/// Sends rows in the line protocol over HTTP. Any thread may use it at any time; calls block.
///
/// One request with rows of one table is one transaction: all of its rows are stored or none. A request whose answer
/// was lost is sent again, so rows need explicit times and their table DEDUP UPSERT KEYS: then a row that comes twice
/// changes nothing.
public final class ILPSender: Sendable {
    /// How long a request may take.
    public struct Limits: Hashable, Sendable {
        /// What every request is given.
        public var timeout: Duration
        /// And a second for so many bytes.
        public var bytesPerSecond: Int

        /// Limits.
        public init(timeout: Duration = .seconds(30), bytesPerSecond: Int = 100_000) {
            self.timeout = timeout
            self.bytesPerSecond = max(1, bytesPerSecond)
        }

        /// For a body of that many bytes.
        func timeout(bytes: Int) -> Duration {
            timeout + .milliseconds(Int64((Double(bytes) / Double(bytesPerSecond) * 1000).rounded(.up)))
        }
    }

    /// Time, chance and waiting; of their own in tests.
    struct Environment: Sendable {
        var now: @Sendable () -> Duration
        var chance: @Sendable () -> Double
        var pause: @Sendable (Duration) -> Void

        static let real: Environment = {
            let start = ContinuousClock.now
            return Environment(
                now: { ContinuousClock.now - start }, chance: { .random(in: 0..<1) },
                pause: { usleep(UInt32(clamping: $0.wholeMilliseconds * 1000)) })
        }()
    }

    /// Where the rows go.
    public let endpoint: QuestDBEndpoint
    private let http: HTTPClient
    private let retry: RetryPolicy
    private let limits: Limits
    private let environment: Environment
    /// Bytes of the largest body that is still worth trying.
    private let largestBody = Atomic<Int>(.max)

    /// A sender. Connects with the first call.
    public convenience init(_ endpoint: QuestDBEndpoint, retry: RetryPolicy = RetryPolicy(), limits: Limits = Limits())
    {
        self.init(endpoint, retry: retry, limits: limits, environment: .real)
    }

    init(_ endpoint: QuestDBEndpoint, retry: RetryPolicy, limits: Limits, environment: Environment) {
        self.endpoint = endpoint
        http = HTTPClient(endpoint)
        self.retry = retry
        self.limits = limits
        self.environment = environment
    }

    /// Sends all rows of a buffer in one request: 100,000 to 500,000 of them are a good size. An empty buffer sends
    /// nothing. Where something before the server takes no request as large (413), the rows go in as many smaller ones
    /// as it takes, each of which is stored whole.
    ///
    /// - Throws: `rejected` with the row that the server does not take (none is stored then), `unreachable` when the
    ///   server could not take them for as long as patience lasted (all or none of them may be stored then),
    ///   `unauthorized`, `forbidden`, `tooLarge` when not even a few rows go in a request, `notFound` for a server that
    ///   takes no line protocol over HTTP.
    public func send(_ rows: borrowing ILPBuffer) throws(QuestDBError) {
        var sent = 0
        while sent < rows.rowCount {
            let end = rows.rows(behind: sent, fitting: largestBody.load(ordering: .relaxed))
            let body = rows.bytes.extracting(rows.offset(behind: sent)..<rows.offset(behind: end))
            do throws(QuestDBError) {
                try send(body, sent..<end)
                sent = end
            } catch {
                guard error.code == .tooLarge else { throw error }
                if end - sent <= ILPBuffer.rowsAPart { throw error.ofBody(body.byteCount, after: sent) }
                largestBody.store(body.byteCount / 2, ordering: .relaxed)
            }
        }
    }

    /// Sends these rows of a buffer in one request.
    private func send(_ body: RawSpan, _ rows: Range<Int>) throws(QuestDBError) {
        var state = Retry(retry)
        let begin = environment.now()
        while true {
            guard let error = attempt(body) else { return }
            switch state.failed(error, now: environment.now(), chance: environment.chance()) {
            case .again(let pause): environment.pause(pause)
            case .giveUp where RetryPolicy.canHelp(error):
                throw error.afterPatience(failures: state.failures, lasted: environment.now() - begin)
            case .giveUp: throw error.of(rows)
            }
        }
    }

    /// Nil when the rows were taken.
    private func attempt(_ body: RawSpan) -> QuestDBError? {
        do throws(QuestDBError) {
            let request = HTTPRequest(
                path: "/write", query: [("precision", "n")], timeout: limits.timeout(bytes: body.byteCount))
            let reply = try http.post(request, body: body)
            return reply.isSuccess ? nil : .refused(reply, endpoint)
        } catch {
            return error
        }
    }
}

extension QuestDBError {
    /// After the last failure of many.
    fileprivate func afterPatience(failures: Int, lasted: Duration) -> QuestDBError {
        let seconds = Double(lasted.wholeMilliseconds) / 1000
        return QuestDBError(
            .unreachable, subject,
            "the rows could not be delivered in \(failures) \(failures == 1 ? "try" : "tries") within \(seconds) s, the last time: \(message)",
            advice: "\(advice); the rows can be sent again, even if the server has them", status: status)
    }

    /// With the row in the place of the server's words about a line: every row of ours is one line.
    fileprivate func of(_ rows: Range<Int>) -> QuestDBError {
        var error = self
        if code == .notFound {
            error.message = "the server takes no line protocol over HTTP (\(message))"
            error.advice = "use QuestDB 7.4 or later, with line.http.enabled=true"
        } else if let line, line > 0 {
            let words =
                message.firstRange(of: "error in line \(line): ").map { message[$0.upperBound...] } ?? message[...]
            error.message = "row \(rows.lowerBound + line) of \(rows.upperBound): \(words)"
            error.advice =
                "correct the row, or the table's columns; "
                + (rows.lowerBound == 0
                    ? "none of these rows was stored"
                    : "only the \(rows.lowerBound) rows of earlier requests are stored")
        }
        return error
    }

    /// With how small the request was that is still too large.
    fileprivate func ofBody(_ bytes: Int, after rows: Int) -> QuestDBError {
        var error = self
        error.message = "a request of \(bytes) bytes is too large for the server or what is before it: \(message)"
        error.advice =
            "raise the limit of a request's body there (client_max_body_size of nginx); "
            + (rows == 0 ? "none of these rows was stored" : "the first \(rows) rows are stored")
        return error
    }
}
