/// One thing that is wrong with an adapter, its manifest or the configuration, found without a
/// session running.
public struct AdapterProblem: Error, Hashable, Sendable {
    /// Classes of problems; open, so that later checks can add their own.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The class's name.
        public let rawValue: String
        /// A class of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// `adapters.conf` cannot be read or says something unknown.
        public static let configuration = Code(rawValue: "configuration")
        /// A configured folder is not there or cannot be read.
        public static let folder = Code(rawValue: "folder")
        /// The manifest cannot be read or breaks its format.
        public static let manifest = Code(rawValue: "manifest")
        /// The adapter is for another version of the ABI.
        public static let abi = Code(rawValue: "abi")
        /// The adapter has no library for this platform.
        public static let platform = Code(rawValue: "platform")
        /// The library is not there, not a file, or not readable.
        public static let missingLibrary = Code(rawValue: "missing-library")
        /// The library is not the one that the manifest or an earlier check described.
        public static let digest = Code(rawValue: "digest")
        /// The library is not the one that the user pinned, or has no pin where pins are required.
        public static let pin = Code(rawValue: "pin")
        /// Somebody other than root and the user could change the manifest, the library or a folder above.
        public static let writable = Code(rawValue: "writable")
        /// Another manifest, found earlier, has the same id.
        public static let duplicate = Code(rawValue: "duplicate")
        /// The user switched it off.
        public static let disabled = Code(rawValue: "disabled")
        /// It kept failing in its workers.
        public static let quarantine = Code(rawValue: "quarantine")
        /// The system's loader refuses the library.
        public static let load = Code(rawValue: "load")
        /// The library's table of functions is not what the ABI asks for.
        public static let table = Code(rawValue: "table")
        /// The descriptor inside the library is broken or differs from the manifest.
        public static let descriptor = Code(rawValue: "descriptor")
    }

    /// The class.
    public var code: Code
    /// The file or folder that it was found in.
    public var file: String
    /// The line, counted from 1, where the parser says one.
    public var line: Int?
    /// The key or field, `source.kinds`, where it is about one.
    public var key: String?
    /// What is wrong and what was expected.
    public var message: String

    /// A problem.
    public init(_ code: Code, file: String, line: Int? = nil, key: String? = nil, _ message: String) {
        self.code = code
        self.file = file
        self.line = line
        self.key = key
        self.message = message
    }
}

extension AdapterProblem: CustomStringConvertible {
    /// One line: file, line, key, what was expected.
    public var description: String {
        var text = file
        if let line { text += ":\(line)" }
        if let key { text += ": \(key)" }
        return "\(text): \(message)"
    }
}

/// Everything that is wrong with one adapter or one file, never empty.
public struct AdapterProblems: Error, Hashable, Sendable {
    /// In the order in which they were found.
    public var problems: [AdapterProblem]

    /// These problems.
    public init(_ problems: [AdapterProblem]) { self.problems = problems }
}

extension AdapterProblems: CustomStringConvertible {
    /// One line a problem.
    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
