import ArgumentParser
import Logging
import Telemetry

/// How a service writes its log.
struct LogOptions: ParsableArguments {
    @Option(
        help: "Log lines as text or json, to standard error. Otherwise what [serve] of candlewick.toml says, or text.",
        transform: { text in
            guard let format = LogFormat(rawValue: text) else { throw ValidationError("expected json or text") }
            return format
        })
    var logFormat: LogFormat?

    @Option(
        help: "The least important lines: trace, debug, info, notice, warning, error or critical. Otherwise info.",
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else {
                throw ValidationError("expected \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return level
        })
    var logLevel: Logger.Level?

    /// Makes the handler of each logger.
    func handler(_ settings: LogSettings) -> @Sendable (String) -> any LogHandler {
        let (format, level) = (logFormat ?? settings.format, logLevel ?? settings.level)
        return { StructuredLogHandler(label: $0, format: format, level: level, now: Workspace.now) }
    }
}
