/// When somebody is to be told.
public struct AlertRule: Hashable, Sendable {
    /// What a rule is about.
    public enum Name: String, Hashable, Sendable, CaseIterable, Codable {
        /// Connections of a store in use, of those that there may be, 0 to 1.
        case poolUse = "pool_use"
        /// Replies found in the cache, of those looked for, 0 to 1.
        case cacheHitRate = "cache_hit_rate"
        /// Requests to a source that failed, of all, 0 to 1.
        case apiErrors = "api_errors"
        /// Gaps of an asset.
        case gaps
        /// Hours since the newest moment of an asset of TIER1 or TIER2.
        case stale
        /// Bytes that wait for a store, of those that may, 0 to 1.
        case spool

        /// Whether it is a part of what was counted lately: where little was counted nothing can be said.
        var isRate: Bool { self == .cacheHitRate || self == .apiErrors }
    }

    /// How bad it is.
    public enum Severity: String, Hashable, Sendable, Codable {
        /// Look at it one day.
        case warning
        /// Look at it now.
        case critical
    }

    /// Which.
    public var name: Name
    /// Whether it is looked at.
    public var isEnabled = true
    /// The value that is too much, or for `cacheHitRate` too little; itself it is neither.
    public var threshold: Double
    /// How long it must be so before somebody is told.
    public var hold: Duration
    /// How bad it is.
    public var severity: Severity

    /// A rule as it is unless the settings say otherwise.
    public init(_ name: Name) {
        self.name = name
        (threshold, hold, severity) =
            switch name {
            case .poolUse: (0.8, .seconds(60), .warning)
            case .cacheHitRate: (0.5, .seconds(300), .warning)
            case .apiErrors: (0.1, .seconds(60), .critical)
            case .gaps: (100, .zero, .warning)
            case .stale: (24, .zero, .critical)
            case .spool: (0.5, .seconds(60), .critical)
            }
    }

    /// All, as they are unless the settings say otherwise.
    public static let usual = Name.allCases.map { AlertRule($0) }

    /// Whether too little is what is told, not too much.
    public var isBelow: Bool { name == .cacheHitRate }

    /// Whether the value is one that somebody is to be told of.
    public func isBreached(by value: Double) -> Bool { isBelow ? value < threshold : value > threshold }

    /// Whether the value is good again: a tenth better than the threshold, so that one that swings around it is told once.
    public func isCleared(by value: Double) -> Bool {
        isBelow ? value >= min(1, threshold * 1.1) : value <= threshold * 0.9
    }

    /// What is said of a value.
    func message(_ reading: AlertReading) -> String {
        let (value, limit) = (shown(reading.value), shown(threshold))
        let detail = reading.detail.isEmpty ? "" : " (\(reading.detail))"
        let more = isBelow ? "less than" : "more than"
        switch name {
        case .poolUse: return "connections of \(reading.subject) in use: \(value)\(detail), \(more) \(limit)"
        case .cacheHitRate:
            return "replies of \(reading.subject) found in the cache: \(value)\(detail), \(more) \(limit)"
        case .apiErrors: return "failed requests to \(reading.subject): \(value)\(detail), \(more) \(limit)"
        case .gaps:
            return "\(reading.subject) has \(value) \(reading.value == 1 ? "gap" : "gaps")\(detail), \(more) \(limit)"
        case .stale:
            if reading.value.isInfinite { return "\(reading.subject) has no rows at all\(detail)" }
            let (age, limit) = (Self.age(reading.value), Self.age(threshold))
            return "\(reading.subject) has nothing newer than \(age)\(detail), \(more) \(limit)"
        case .spool: return "the spool for \(reading.subject) is \(value) full\(detail), \(more) \(limit)"
        }
    }

    /// Hours, from three days on as days.
    private static func age(_ hours: Double) -> String {
        let hours = Int(max(0, min(1e15, hours)))
        return hours < 72 ? "\(hours) h" : "\(hours / 24) days"
    }

    private func shown(_ value: Double) -> String {
        switch name {
        case .gaps, .stale: value.isFinite ? "\(Int(max(-1e15, min(1e15, value)).rounded()))" : "∞"
        default: "\(Int((max(0, min(1e6, value)) * 100).rounded())) %"
        }
    }
}

/// A value that a rule looks at.
public struct AlertReading: Hashable, Sendable {
    /// What it is of: a source, an asset, a store.
    public var subject: String
    /// The value; infinite for an asset without rows.
    public var value: Double
    /// For people, may be empty: `17 of 20`.
    public var detail: String

    /// A value.
    public init(_ subject: String, _ value: Double, detail: String = "") {
        (self.subject, self.value, self.detail) = (subject, value, detail)
    }
}
