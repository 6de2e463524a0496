/// Why a recording could not be read or written: everything that is wrong with it, so that it is mended once.
public struct RecordingError: Error, Hashable, Sendable {
    /// One thing that is wrong.
    public struct Problem: Hashable, Sendable {
        /// The file or folder.
        public var file: String
        /// The line, counted from 1, where the parser says one.
        public var line: Int?
        /// The key, `reply.status`, where it is about one.
        public var key: String?
        /// What is wrong and what was expected.
        public var message: String

        /// A problem.
        public init(_ file: String, line: Int? = nil, key: String? = nil, _ message: String) {
            self.file = file
            self.line = line
            self.key = key
            self.message = message
        }
    }

    /// In the order in which they were found, never empty.
    public var problems: [Problem]

    /// These problems.
    public init(_ problems: [Problem]) { self.problems = problems }

    /// One problem.
    public init(_ file: String, key: String? = nil, _ message: String) {
        problems = [Problem(file, key: key, message)]
    }

    init(_ file: String, _ failure: DiskFailure) { self.init(file, failure.message) }
}

extension RecordingError.Problem: CustomStringConvertible {
    /// One line: file, line, key, what was expected.
    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if let key { text += ": \(key)" }
        return "\(text): \(message)"
    }
}

extension RecordingError: CustomStringConvertible {
    /// One line a problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
