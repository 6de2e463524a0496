import Synchronization

/// Writes the exchanges of one session into a folder, in the order in which they are given, from any thread.
///
/// The folder has mode 0700, its files 0600. A process that dies leaves a recording of whole exchanges.
public final class RecordingWriter: ExchangeRecorder {
    /// The folder of this recording.
    public let folder: String
    private let secrets: Redaction
    private let written = Mutex(0)

    /// Begins a recording in a folder that is new or empty.
    ///
    /// - Parameter secrets: what must not be written, wherever it stands: in addresses, headers, bodies, settings. What
    ///   is already in the folder's path is the caller's.
    /// - Throws: when the folder holds something, or cannot be written.
    public init(
        folder: String, query: RecordedQuery? = nil, redacting secrets: [[UInt8]] = []
    ) throws(RecordingError) {
        self.folder = folder
        self.secrets = Redaction(secrets)
        do throws(DiskFailure) {
            try PrivateFiles.makeFolder(folder)
            if let first = try PrivateFiles.names(in: folder).first {
                throw DiskFailure("already holds '\(first)'; expected a new or an empty folder for a recording")
            }
            try PrivateFiles.makeFolder("\(folder)/\(Recording.exchangeFolder)")
        } catch {
            throw RecordingError(folder, error)
        }
        if let query {
            let file = "\(folder)/\(QueryFile.name)"
            let text = try QueryFile.text(of: query, without: self.secrets, file: file)
            try ExchangeFile.write(text, to: QueryFile.name, in: folder)
        }
    }

    /// The tables that may lie beside the exchanges: what came of them.
    public enum Outcome: String, Sendable {
        /// The rows.
        case expected = "expected.csv"
        /// What the replies proved.
        case assertions = "assertions.csv"
        /// Records that were refused.
        case rejects = "rejects.csv"
        /// How the session ended with an error.
        case error = "error.csv"
    }

    /// Writes what came of the exchanges, without the secrets that the writer was made with.
    public func write(_ outcome: Outcome, _ text: String) throws(RecordingError) {
        try ExchangeFile.write(secrets.cut(from: Array(text.utf8)), to: outcome.rawValue, in: folder)
    }

    /// How many exchanges are written.
    public var count: Int { written.withLock { $0 } }

    /// Writes an exchange behind those that are written. Costs up to three small files; the others wait meanwhile.
    ///
    /// - Parameter secrets: more that must not be written; those that the writer was made with never are.
    /// - Throws: when it cannot be written; the next exchange then takes its place.
    public func record(
        _ exchange: RecordedExchange, redacting secrets: [[UInt8]]
    ) throws(RecordingError) {
        let secrets = secrets.isEmpty ? self.secrets : self.secrets.joined(Redaction(secrets))
        try written.withLock { (count: inout Int) throws(RecordingError) in
            try ExchangeFile.write(
                exchange, number: count + 1, into: "\(folder)/\(Recording.exchangeFolder)", without: secrets)
            count += 1
        }
    }
}
