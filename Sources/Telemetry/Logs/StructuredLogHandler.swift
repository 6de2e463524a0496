import Glibc
public import Logging
public import MarketData

/// Log lines as JSON objects or as text, each written at once: lines of several threads do not mix.
public struct StructuredLogHandler: LogHandler {
    /// What every line of this logger carries: `job`, `series`, `task`.
    public var metadata: Logger.Metadata = [:]
    /// Less important ones are not written.
    public var logLevel: Logger.Level
    /// Adds to every line.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let format: LogFormat
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable ([UInt8]) -> Void

    /// A handler.
    ///
    /// - Parameters:
    ///   - now: dates the lines.
    ///   - write: takes a line with its end; to standard error unless something else is said.
    public init(
        label: String, format: LogFormat, level: Logger.Level, now: @escaping @Sendable () -> Timestamp,
        write: @escaping @Sendable ([UInt8]) -> Void = StructuredLogHandler.writeToStandardError
    ) {
        (self.label, self.format, self.logLevel) = (label, format, level)
        (self.now, self.write) = (now, write)
    }

    /// A part of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        var all = metadataProvider?.get() ?? [:]
        all.merge(metadata) { $1 }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        let entry = LogLine.Entry(
            time: now(), level: event.level, label: label, message: event.message.description,
            metadata: all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        write(LogLine.bytes(format, entry))
    }

    /// Writes bytes to standard error; what it does not take is lost.
    @Sendable public static func writeToStandardError(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Reads the bytes during the call.
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
