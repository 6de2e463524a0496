/// What could not be read.
public struct TransportError: Error, Hashable, Sendable {
    /// Classes of failure; open.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// There is nothing at this path.
        public static let notFound = Code(rawValue: "not-found")
        /// We may not read it.
        public static let permission = Code(rawValue: "permission")
        /// A folder, device or socket where a file was expected.
        public static let notAFile = Code(rawValue: "not-a-file")
        /// A ZIP archive that is damaged, encrypted or packed in a way we cannot read.
        public static let badArchive = Code(rawValue: "bad-archive")
        /// A name in an archive that leads out of it.
        public static let unsafeName = Code(rawValue: "unsafe-name")
        /// One record is longer than any record should be.
        public static let recordTooLong = Code(rawValue: "record-too-long")
        /// The system failed to read.
        public static let io = Code(rawValue: "io")
    }

    /// The class.
    public var code: Code
    /// The file, or `ARCHIVE.zip/MEMBER`.
    public var path: String
    /// What happened.
    public var message: String
    /// What to do.
    public var advice: String

    /// A failure.
    public init(_ code: Code, _ path: String, _ message: String, advice: String) {
        self.code = code
        self.path = path
        self.message = message
        self.advice = advice
    }
}

extension TransportError: CustomStringConvertible {
    /// One line: which file, what, what to do.
    public var description: String { "\(path): \(message); \(advice)" }
}
