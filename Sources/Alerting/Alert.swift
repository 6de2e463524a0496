public import MarketData

/// Something that somebody is to be told of.
public struct Alert: Hashable, Sendable {
    /// Where it stands.
    public enum State: String, Hashable, Sendable, Codable {
        /// It is so, and not yet for as long as its rule wants.
        case pending
        /// It holds.
        case firing
        /// It was so.
        case resolved
    }

    /// The rule.
    public var rule: AlertRule.Name
    /// What it is of: a source, an asset, a store.
    public var subject: String
    /// How bad it is.
    public var severity: AlertRule.Severity
    /// Where it stands.
    public var state: State
    /// What was last read; infinite for an asset without rows.
    public var value: Double
    /// What the value was held against.
    public var threshold: Double
    /// For people.
    public var message: String
    /// Since when it is so.
    public var since: Timestamp
    /// When it came to this state.
    public var changedAt: Timestamp
}

extension Alert: Encodable {
    private enum Key: String, CodingKey {
        case rule, subject, severity, state, value, threshold, message, since
        case changedAt = "changed_at"
    }

    /// As the API, the stream of events and the webhook show it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(rule.rawValue, forKey: .rule)
        try container.encode(subject, forKey: .subject)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(state.rawValue, forKey: .state)
        // JSON has no infinite numbers.
        if value.isFinite {
            try container.encode(value, forKey: .value)
        } else {
            try container.encodeNil(forKey: .value)
        }
        try container.encode(threshold, forKey: .threshold)
        try container.encode(message, forKey: .message)
        try container.encode(since.description, forKey: .since)
        try container.encode(changedAt.description, forKey: .changedAt)
    }
}
