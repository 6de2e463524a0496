public import MarketData

/// Something that is done again and again.
public struct ScheduleEntry: Hashable, Sendable {
    /// Its own name: several may do the same task. As the ledger has it.
    public var name: String
    /// The task: `validate-recent`.
    public var task: String
    /// When.
    public var recurrence: Recurrence
    /// With what, as `task run` takes it: `--tier TIER1`.
    public var arguments: [String]
    /// With what, for people.
    public var with: String
    /// Whether it is done at all.
    public var isEnabled: Bool

    /// An entry with all its parts.
    public init(
        name: String, task: String, _ recurrence: Recurrence, arguments: [String] = [], with: String = "",
        isEnabled: Bool = true
    ) {
        (self.name, self.task, self.recurrence) = (name, task, recurrence)
        (self.arguments, self.with, self.isEnabled) = (arguments, with, isEnabled)
    }

    /// An entry that is due as cron says.
    public init(
        name: String, task: String, expression: CronExpression, zone: Zone = .utc, arguments: [String] = [],
        with: String = "", isEnabled: Bool = true
    ) {
        self.init(
            name: name, task: task, .cron(expression, zone), arguments: arguments, with: with, isEnabled: isEnabled)
    }

    /// When it is due next; nil where it is switched off.
    public func next(after moment: Timestamp) -> Timestamp? {
        isEnabled ? recurrence.next(after: moment) : nil
    }

    /// What is due at a moment, of which nothing later than `last` is known to have been run: the newest, when the one
    /// before it was, and how many these are. Nil where nothing is due.
    func missed(since last: Timestamp, at now: Timestamp) -> (newest: Timestamp, before: Timestamp?, count: Int)? {
        var found: (newest: Timestamp, before: Timestamp?, count: Int)?
        var at = last
        while let due = next(after: at), due <= now {
            found = (due, found?.newest, (found?.count ?? 0) + 1)
            at = due
        }
        return found
    }
}
