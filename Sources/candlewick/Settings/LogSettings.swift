import Logging
import Telemetry

/// `[serve] log_format` and `log_level`.
struct LogSettings {
    var format = LogFormat.text
    var level = Logger.Level.info

    /// The section's keys that are read here.
    static let keys = ["serve": ["log_format", "log_level"]]

    mutating func read(_ table: TOMLFile) throws {
        if let word = try table.string("serve", "log_format") {
            guard let choice = LogFormat(rawValue: word) else {
                throw table.wrong("serve", "log_format", "json or text")
            }
            format = choice
        }
        if let word = try table.string("serve", "log_level") {
            guard let choice = Logger.Level(rawValue: word) else {
                throw table.wrong(
                    "serve", "log_level", "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            level = choice
        }
    }
}
