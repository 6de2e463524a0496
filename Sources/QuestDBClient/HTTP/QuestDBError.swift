/// What a server refused, or why it could not be asked.
public struct QuestDBError: Error, Hashable, Sendable {
    /// Classes of failure; open, so that more can come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// An address, a credential or a CA file that cannot be used.
        public static let badAddress = Code(rawValue: "bad-address")
        /// Nobody answers there.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The connection broke, or the reply ended in the middle.
        public static let interrupted = Code(rawValue: "interrupted")
        /// No answer in the time given.
        public static let timedOut = Code(rawValue: "timed-out")
        /// The server's certificate is not trusted.
        public static let untrusted = Code(rawValue: "untrusted")
        /// 401: the server wants a user or a token, or another one.
        public static let unauthorized = Code(rawValue: "unauthorized")
        /// 403: the user may not do this.
        public static let forbidden = Code(rawValue: "forbidden")
        /// 404: the server does not have this.
        public static let notFound = Code(rawValue: "not-found")
        /// SQL that the server does not take; `position` says where.
        public static let badQuery = Code(rawValue: "bad-query")
        /// Rows that the server does not take; `line` says which.
        public static let rejected = Code(rawValue: "rejected")
        /// 413: more bytes in one request than the server takes.
        public static let tooLarge = Code(rawValue: "too-large")
        /// Any other status that is not success.
        public static let serverFailure = Code(rawValue: "server-failure")
        /// A reply that is not what the protocol says.
        public static let badReply = Code(rawValue: "bad-reply")
        /// A server older than this client supports.
        public static let tooOld = Code(rawValue: "too-old")
        /// A name or a value that cannot be sent.
        public static let badValue = Code(rawValue: "bad-value")
    }

    /// The class.
    public var code: Code
    /// Whom it was about: the server's address (never with a password) or the value that was refused.
    public var subject: String
    /// What happened.
    public var message: String
    /// What to do.
    public var advice: String
    /// HTTP status of the reply, nil when there was none.
    public var status: Int?
    /// Place in the SQL text, in characters from 0, where the server named one.
    public var position: Int?
    /// Line of the request's body, from 1, where the server named one.
    public var line: Int?

    /// A failure.
    public init(
        _ code: Code, _ subject: String, _ message: String, advice: String, status: Int? = nil, position: Int? = nil,
        line: Int? = nil
    ) {
        self.code = code
        self.subject = subject
        self.message = message
        self.advice = advice
        self.status = status
        self.position = position
        self.line = line
    }
}

extension QuestDBError: CustomStringConvertible {
    /// One line: whom, what, what to do.
    public var description: String { "\(subject): \(message); \(advice)" }
}
