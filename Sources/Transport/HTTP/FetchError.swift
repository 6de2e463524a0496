/// Why no reply came that an adapter could judge.
public struct FetchError: Error, Hashable, Sendable {
    /// Classes of failure; open.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// No connection, or it broke.
        public static let network = Code(rawValue: "network")
        /// It took longer than the settings allow.
        public static let timeout = Code(rawValue: "timeout")
        /// The reply is larger than the settings allow.
        public static let tooLarge = Code(rawValue: "too-large")
        /// Not what was asked for: a web page instead of JSON.
        public static let wrongContentType = Code(rawValue: "wrong-content-type")
        /// Sent on to a host that is not allowed, or too often.
        public static let redirect = Code(rawValue: "redirect")
        /// The source says that we ask too often, to the end of all tries.
        public static let rateLimited = Code(rawValue: "rate-limited")
        /// The source says that it is down, to the end of all tries.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The source failed too often lately; nothing was asked.
        public static let circuitOpen = Code(rawValue: "circuit-open")
        /// A secret is missing or cannot be read.
        public static let credential = Code(rawValue: "credential")
        /// The request is one that the host does not send: another host, a header that breaks a line.
        public static let invalidRequest = Code(rawValue: "invalid-request")
        /// The state of the shared rate limit cannot be used.
        public static let limit = Code(rawValue: "limit")
        /// The recording has no such exchange.
        public static let notRecorded = Code(rawValue: "not-recorded")
        /// The exchange cannot be written to the recording that the user wants.
        public static let recording = Code(rawValue: "recording")
        /// The user stopped the job.
        public static let cancelled = Code(rawValue: "cancelled")
    }

    /// The class.
    public var code: Code
    /// The adapter's id.
    public var source: String
    /// What happened, what to do. Holds no secret.
    public var message: String
    /// Whether the same request can do better another time.
    public var isTransient: Bool
    /// What the source said about when to come again.
    public var retryAfter: Duration?

    /// A failure.
    public init(
        _ code: Code, source: String, _ message: String, isTransient: Bool = false, retryAfter: Duration? = nil
    ) {
        self.code = code
        self.source = source
        self.message = message
        self.isTransient = isTransient
        self.retryAfter = retryAfter
    }
}

extension FetchError: CustomStringConvertible {
    /// One line: which source, what, what to do.
    public var description: String { "\(source): \(message)" }
}
