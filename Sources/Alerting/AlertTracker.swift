import MarketData

/// Where every alert stands: a pure value, moved on by readings.
///
/// pending -> firing when it was so for as long as its rule wants; firing -> resolved when it was good again, a tenth
/// better than the threshold, for at least a minute and as long as the rule wants. What is no more read is good, a rate only
/// after a while: a hub that was started anew has counted too little at first to say one.
struct AlertTracker {
    /// Subjects of one rule that are followed; the worst ones, where there are more.
    static let mostSubjects = 500
    /// So long nothing must have been read of a rate; longer than it takes to count enough again.
    static let silence: Int64 = 20 * 60_000_000_000
    /// The shortest time that it must be good again.
    static let calm: Int64 = 60_000_000_000

    private struct Key: Hashable {
        var rule: AlertRule.Name
        var subject: String
    }

    private struct Standing {
        var alert: Alert
        /// Since when it is good again, of one that fires.
        var goodSince: Timestamp?
        /// Whether the last reading was too much: neither that nor good is what lies between.
        var isBreached = true
    }

    private var standings: [Key: Standing] = [:]

    /// Those that are pending or firing, the worst and oldest first.
    var alerts: [Alert] { Self.ordered(standings.values.map(\.alert)) }

    /// Those that fire, of which the last reading was too much.
    var breached: [Alert] {
        Self.ordered(standings.values.filter { $0.alert.state == .firing && $0.isBreached }.map(\.alert))
    }

    /// Follows one that fires and that it did not see.
    mutating func adopt(_ alert: Alert) {
        let key = Key(rule: alert.rule, subject: alert.subject)
        if standings[key]?.alert.state != .firing {
            standings[key] = Standing(alert: alert, isBreached: false)
        }
    }

    /// The worst and oldest first.
    static func ordered(_ alerts: [Alert]) -> [Alert] {
        alerts.sorted { left, right in
            if left.state != right.state { return left.state == .firing }
            if left.severity != right.severity { return left.severity == .critical }
            return (left.since.nanoseconds, left.rule.rawValue, left.subject)
                < (right.since.nanoseconds, right.rule.rawValue, right.subject)
        }
    }

    /// Takes all readings of a rule; those that fire or are resolved from now on.
    mutating func take(_ readings: [AlertReading], of rule: AlertRule, at now: Timestamp) -> [Alert] {
        var changed: [Alert] = []
        var bySubject: [String: AlertReading] = [:]
        let worst =
            readings.count <= Self.mostSubjects
            ? readings : readings.sorted { rule.isBelow ? $0.value < $1.value : $0.value > $1.value }
        for reading in worst.prefix(Self.mostSubjects) where !reading.value.isNaN && rule.isEnabled {
            bySubject[reading.subject] = reading
        }
        let known = standings.keys.filter { $0.rule == rule.name }.map(\.subject)
        for subject in Set(known).union(bySubject.keys).sorted() {
            if let alert = step(Key(rule: rule.name, subject: subject), bySubject[subject], rule, now) {
                changed.append(alert)
            }
        }
        return changed
    }

    private mutating func step(_ key: Key, _ reading: AlertReading?, _ rule: AlertRule, _ now: Timestamp) -> Alert? {
        let isBreached = reading.map { rule.isBreached(by: $0.value) } ?? false
        guard var standing = standings[key] else {
            guard isBreached, let reading else { return nil }
            let alert = Alert(
                rule: rule.name, subject: key.subject, severity: rule.severity, state: .pending, value: reading.value,
                threshold: rule.threshold, message: rule.message(reading), since: now, changedAt: now)
            standings[key] = Standing(alert: alert)
            return hold(key, rule, now)
        }
        if let reading, isBreached || standing.alert.state == .firing {
            standing.alert.value = reading.value
            if isBreached { standing.alert.message = rule.message(reading) }
        }
        standing.isBreached = isBreached
        standings[key] = standing
        if standing.alert.state == .pending {
            if isBreached { return hold(key, rule, now) }
            standings[key] = nil
            return nil
        }
        guard reading.map({ rule.isCleared(by: $0.value) }) ?? true else {
            standings[key]?.goodSince = nil
            return nil
        }
        let since = standing.goodSince ?? now
        standings[key]?.goodSince = since
        let shortest = reading == nil && rule.name.isRate ? Self.silence : Self.calm
        let wanted = rule.isEnabled ? max(shortest, rule.hold.nanoseconds) : 0
        guard now.nanoseconds - since.nanoseconds >= wanted else { return nil }
        standings[key] = nil
        standing.alert.state = .resolved
        standing.alert.changedAt = now
        return standing.alert
    }

    /// One that is pending fires when it was so for long enough.
    private mutating func hold(_ key: Key, _ rule: AlertRule, _ now: Timestamp) -> Alert? {
        guard var alert = standings[key]?.alert, now.nanoseconds - alert.since.nanoseconds >= rule.hold.nanoseconds
        else {
            return nil
        }
        (alert.state, alert.changedAt) = (.firing, now)
        standings[key]?.alert = alert
        return alert
    }
}

extension Duration {
    /// Whole nanoseconds, held within what an Int64 has.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return isTooMuch ? .max : whole &+ attoseconds / 1_000_000_000
    }
}
