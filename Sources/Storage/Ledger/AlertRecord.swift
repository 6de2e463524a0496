public import MarketData

/// An alert that fired, and what became of it: the same for every hub of a ledger and for every start.
///
/// One of a rule and a subject is open at a time. The hub that looks after it has it by a lease; when that is over another
/// takes it. Two messages go out of each, that it fires and that it is resolved, in this order; whoever sends one has that by
/// a lease as well.
public struct AlertRecord: Hashable, Sendable {
    /// How much of it was told.
    public enum Told: String, Hashable, Sendable, CaseIterable {
        /// Nothing.
        case nothing = "NOTHING"
        /// That it fires.
        case firing = "FIRING"
        /// That it is resolved.
        case resolved = "RESOLVED"
    }

    /// Numbers back from the newest for which resolved ones are kept.
    public static let kept: Int64 = 1000

    /// From 1; later ones have larger numbers.
    public var number: Int64
    /// What fired.
    public var firing: AlertFiring
    /// When it was good again; nil while it fires.
    public var resolvedAt: Timestamp?
    /// What was read then.
    public var resolvedValue: Double?
    /// How much of it was told.
    public var told: Told
    /// The hub that looks after it, nil when it is resolved.
    public var lease: ItemLease?

    /// A record with all its parts.
    public init(
        number: Int64, firing: AlertFiring, resolvedAt: Timestamp? = nil, resolvedValue: Double? = nil,
        told: Told = .nothing, lease: ItemLease? = nil
    ) {
        (self.number, self.firing, self.resolvedAt) = (number, firing, resolvedAt)
        (self.resolvedValue, self.told, self.lease) = (resolvedValue, told, lease)
    }
}

/// What fired.
public struct AlertFiring: Hashable, Sendable {
    /// The rule's name.
    public var rule: String
    /// What it is of: a source, an asset, a store.
    public var subject: String
    /// `warning` or `critical`.
    public var severity: String
    /// What was read; may be infinite.
    public var value: Double
    /// What that was held against.
    public var threshold: Double
    /// For people.
    public var message: String
    /// Since when it is so.
    public var since: Timestamp
    /// When it fired.
    public var firedAt: Timestamp
    /// A name of its own among all ledgers, for who is told.
    public var key: String

    /// A firing with all its parts.
    public init(
        rule: String, subject: String, severity: String, value: Double, threshold: Double, message: String,
        since: Timestamp, firedAt: Timestamp, key: String
    ) {
        (self.rule, self.subject, self.severity) = (rule, subject, severity)
        (self.value, self.threshold, self.message) = (value, threshold, message)
        (self.since, self.firedAt, self.key) = (since, firedAt, key)
    }
}
