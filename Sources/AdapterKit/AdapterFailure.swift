import CAdapterABI

/// Why an adapter cannot go on: a class that the host acts on, and a sentence for a person.
public struct AdapterFailure: Error, Equatable, Sendable {
    /// What the host does about it. The codes are the ABI's `CW_ERROR_…`.
    public struct Class: RawRepresentable, Hashable, Sendable {
        /// The code.
        public let rawValue: Int32

        /// A class by its code.
        public init(rawValue: Int32) { self.rawValue = rawValue }

        /// The input is not what this source sends. Not retried.
        public static let malformed = Class(rawValue: CW_ERROR_MALFORMED)
        /// The source answered that it has nothing here.
        public static let noData = Class(rawValue: CW_ERROR_NO_DATA)
        /// The key is good, the plan does not include this.
        public static let notEntitled = Class(rawValue: CW_ERROR_NOT_ENTITLED)
        /// The key is missing, wrong or revoked.
        public static let badCredential = Class(rawValue: CW_ERROR_BAD_CREDENTIAL)
        /// Too many requests; retried after `retryAfter`.
        public static let rateLimited = Class(rawValue: CW_ERROR_RATE_LIMITED)
        /// Beyond what this source can ever reach back to.
        public static let sourceLimit = Class(rawValue: CW_ERROR_SOURCE_LIMIT)
        /// The source is down or busy; retried with growing pauses.
        public static let transient = Class(rawValue: CW_ERROR_TRANSIENT)
        /// The adapter itself failed.
        public static let `internal` = Class(rawValue: CW_ERROR_INTERNAL)
        /// The query or the file's name is not for this adapter.
        public static let invalidQuery = Class(rawValue: CW_ERROR_INVALID_QUERY)
    }

    /// What the host does about it.
    public var errorClass: Class
    /// What is wrong, what was expected and what to do. 479 bytes of it cross to the host.
    public var message: String
    /// The record of the input, counted from 1; nil when it concerns none.
    public var row: Int64?
    /// The byte of the input, counted from 0; nil when it concerns none.
    public var position: Int64?
    /// Nanoseconds until the next try, for `rateLimited`; nil when the source did not say.
    public var retryAfter: Int64?

    /// A failure to throw from `identify`, `init`, `nextRequest` or `decode`.
    public init(
        _ errorClass: Class, _ message: String, row: Int64? = nil, position: Int64? = nil, retryAfter: Int64? = nil
    ) {
        self.errorClass = errorClass
        self.message = message
        self.row = row
        self.position = position
        self.retryAfter = retryAfter
    }
}

extension AdapterFailure {
    /// Writes the failure for the host and gives the status to return.
    package func report(to error: UnsafeMutablePointer<cw_error>?) -> cw_status {
        // The caller owns the struct and set its size; a smaller one than version 1's is left alone.
        guard let error = unsafe error, unsafe error.pointee.size >= UInt32(MemoryLayout<cw_error>.size) else {
            return errorClass.rawValue
        }
        unsafe error.pointee.error_class = errorClass.rawValue
        unsafe error.pointee.retry_after = retryAfter ?? -1
        unsafe error.pointee.row = row ?? -1
        unsafe error.pointee.position = position ?? -1
        // A NUL out of what the source sent would end the message where it stands.
        let text = message.utf8.contains(0) ? message.replacing("\0", with: "\u{FFFD}") : message
        // The rebound memory is the array itself, and the copy stays inside it.
        _ = unsafe withUnsafeMutableBytes(of: &error.pointee.message) { unsafe copyText(text, into: $0) }
        return errorClass.rawValue
    }
}
