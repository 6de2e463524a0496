import MarketData
import Storage

/// Brings what this hub sees and what the ledger has of alerts together, so that each is raised once, whoever sees it and
/// however often hubs are started.
struct AlertBook: Sendable {
    /// How long others believe that a hub looks after its alerts without a word.
    static let lease: Int64 = 180_000_000_000

    /// What the ledger has after a look.
    struct Page: Sendable {
        /// What fired before.
        var before: [AlertRecord]
        /// What fires, newest first.
        var open: [AlertRecord]
        /// What is resolved, newest first.
        var resolved: [AlertRecord]
    }

    let ledger: any AlertKeeping
    let owner: String
    /// Gives each alert a key that no other has.
    let key: @Sendable () -> String

    /// Raises what is breached and does not fire, resolves what is resolved and is ours, and takes what nobody has.
    ///
    /// - Parameters:
    ///   - breached: what this hub sees firing now; not what is good again for less time than its rule wants, which another
    ///     hub may have resolved.
    ///   - resolved: what has been good for long enough.
    func settle(breached: [Alert], resolved: [Alert], at now: Timestamp) async throws -> Page {
        let lease = ItemLease(owner: owner, until: Timestamp(nanoseconds: now.nanoseconds + Self.lease))
        let (owner, key) = (owner, key)
        return try await ledger.ask { ledger in
            var all = try ledger.alerts(resolved: AlertBoard.kept)
            let before = all.filter { $0.resolvedAt == nil }
            // Few notes: only when half of our time is over, or another's is.
            let isDue = before.contains { alert in
                guard let held = alert.lease else { return true }
                let rest = held.until.nanoseconds - now.nanoseconds
                return rest <= (held.owner == owner ? Self.lease / 2 : 0)
            }
            if isDue { try ledger.holdAlerts(lease, now: now) }
            var hasChanged = isDue
            for alert in breached where !before.contains(where: alert.isOf) {
                // Nil where another hub was first.
                _ = try ledger.raiseAlert(AlertFiring(alert, key: key()), lease: lease)
                hasChanged = true
            }
            for alert in resolved {
                guard let known = before.first(where: alert.isOf) else { continue }
                // False where another looks after it.
                _ = try ledger.resolveAlert(known.number, owner: owner, value: alert.value, at: now)
                hasChanged = true
            }
            if hasChanged { all = try ledger.alerts(resolved: AlertBoard.kept) }
            return Page(
                before: before, open: all.filter { $0.resolvedAt == nil }, resolved: all.filter { $0.resolvedAt != nil }
            )
        }
    }
}

extension AlertBook {
    /// Others look after what this hub has.
    func giveUp(at now: Timestamp) async throws {
        // Over for every clock.
        let lease = ItemLease(owner: owner, until: Timestamp(nanoseconds: 0))
        try await ledger.ask { try $0.holdAlerts(lease, now: now) }
    }
}

extension Alert {
    /// Whether a record is of the same rule and subject.
    func isOf(_ record: AlertRecord) -> Bool {
        record.firing.rule == rule.rawValue && record.firing.subject == subject
    }

    /// What the ledger has of one; nil where this candlewick does not know its rule.
    init?(_ record: AlertRecord, as state: State) {
        let firing = record.firing
        guard let rule = AlertRule.Name(rawValue: firing.rule),
            let severity = AlertRule.Severity(rawValue: firing.severity)
        else { return nil }
        let isOver = state == .resolved
        self.init(
            rule: rule, subject: firing.subject, severity: severity, state: state,
            value: isOver ? record.resolvedValue ?? firing.value : firing.value, threshold: firing.threshold,
            message: firing.message, since: firing.since,
            changedAt: isOver ? record.resolvedAt ?? firing.firedAt : firing.firedAt)
    }
}

extension AlertFiring {
    /// An alert that fires.
    init(_ alert: Alert, key: String) {
        self.init(
            rule: alert.rule.rawValue, subject: alert.subject, severity: alert.severity.rawValue, value: alert.value,
            threshold: alert.threshold, message: alert.message, since: alert.since, firedAt: alert.changedAt, key: key)
    }
}
