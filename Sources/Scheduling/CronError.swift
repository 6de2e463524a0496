/// A cron expression or a zone that cannot be used.
public struct CronError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, what was expected, and what to write instead.
    public let description: String

    init(_ description: String) { self.description = description }
}
