@testable import AdapterHost

/// The text of a manifest that is right, and of one with a single thing changed.
enum ManifestText {
    /// Lines by the key that a problem names; a nil line leaves it out.
    static func small(_ changes: [String: String?] = [:]) -> String {
        let lines: [(String, String)] = [
            ("id", "id = \"small\""),
            ("name", "name = \"Small\""),
            ("version", "version = \"1.0.0\""),
            ("licence", "licence = \"Apache-2.0\""),
            ("summary", "summary = \"The smallest adapter\""),
            ("root", ""),
            ("abi", "[abi]"),
            ("abi.major", "major = 1"),
            ("abi.minor", "minor = 0"),
            ("library", "[library]"),
            ("library.platform", "\(Platform.current) = \"small.so\""),
            ("sha256", ""),
            ("source", "[source]"),
            ("source.transports", "transports = [\"file\"]"),
            ("source.kinds", "kinds = [\"candles\"]"),
            ("source.intervals_minutes", "intervals_minutes = [1]"),
            ("source.stamp", "stamp = \"open\""),
            ("source.day_anchor_minutes", "day_anchor_minutes = 0"),
            ("source.day_zone", "day_zone = \"UTC\""),
            ("source.hosts", "hosts = []"),
            ("source.credentials", "credentials = []"),
            ("source.more", ""),
            ("limits", "[limits]"),
            ("limits.rows_per_reply", "rows_per_reply = 0"),
            ("limits.reach_rows", "reach_rows = 0"),
            ("limits.reach_days", "reach_days = 0"),
            ("limits.requests_per_minute", "requests_per_minute = 0"),
            ("aliases", "[aliases]"),
            ("aliases.XBT", "XBT = \"BTC\""),
        ]
        precondition(Set(changes.keys).isSubset(of: lines.map(\.0)), "a change of a line that is not there")
        return lines.compactMap { key, line in
            if let change = changes[key] { return change }
            return line.isEmpty ? nil : line
        }.joined(separator: "\n") + "\n"
    }
}
