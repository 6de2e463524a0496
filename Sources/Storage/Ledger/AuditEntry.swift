public import MarketData

/// A change that somebody made.
public struct AuditEntry: Hashable, Sendable {
    /// Who: a token's name, `local` for the user of this machine, `schedule`, or the name of a system user.
    public var who: String
    /// What: `job.start`, `token.revoke`.
    public var action: String
    /// On what, for people: `job 12`. Holds no secret.
    public var subject: String
    /// Whether it was done: `done`, or why it was not.
    public var outcome: String
    /// From where: an address, `command line`.
    public var origin: String
    /// When.
    public var at: Timestamp

    /// An entry with all its parts.
    public init(who: String, action: String, subject: String, outcome: String, origin: String, at: Timestamp) {
        (self.who, self.action, self.subject) = (who, action, subject)
        (self.outcome, self.origin, self.at) = (outcome, origin, at)
    }
}

/// An entry that is kept, with its number; later ones have larger numbers.
public struct AuditRecord: Hashable, Sendable {
    /// From 1.
    public var number: Int64
    /// What was noted.
    public var entry: AuditEntry

    /// A record.
    public init(number: Int64, entry: AuditEntry) { (self.number, self.entry) = (number, entry) }
}
