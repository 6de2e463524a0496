/// How log lines are written.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// For people.
    case text
}
