import Foundation
import MarketData
import Storage
public import Transport

/// Looks at the rules every 30 s and tells what changed: to the ledger, to the board, and to whoever wants to know.
///
/// What fires and what is resolved is what the ledger says: what other hubs see counts too, and what fired before this start
/// is not told again. While the ledger does not answer, what this hub sees goes to the board and is told, and comes into the
/// ledger when it answers.
public actor AlertEvaluator {
    /// What there is to read for each rule; a rule that is not in it could not be read this time, and what is known of it
    /// stays.
    public typealias Readings = @Sendable () async -> [AlertRule.Name: [AlertReading]]

    /// Between two looks.
    public static let interval = Duration.seconds(30)

    private let rules: [AlertRule]
    private let board: AlertBoard
    private let book: AlertBook
    private let clock: any SourceClock
    private let readings: Readings
    private let onChange: @Sendable (Alert) -> Void
    private let onProblem: @Sendable (any Error) -> Void
    private var tracker = AlertTracker()
    /// What the ledger said last; nil before it said anything.
    private var page: AlertBook.Page?
    /// What was told to fire.
    private var told: [Alert] = []
    private var isAway = false

    /// Looks at these rules.
    ///
    /// - Parameters:
    ///   - ledger: where alerts are kept.
    ///   - owner: this hub, by a name that no other has.
    ///   - clock: dates alerts and says when to look.
    ///   - onProblem: told when the ledger does not answer any more.
    ///   - onChange: told each alert that fires or is resolved, in their order; must not block.
    public init(
        _ rules: [AlertRule] = AlertRule.usual, board: AlertBoard, ledger: any AlertKeeping, owner: String,
        clock: any SourceClock = MachineClock(), readings: @escaping Readings,
        onProblem: @escaping @Sendable (any Error) -> Void = { _ in }, onChange: @escaping @Sendable (Alert) -> Void
    ) {
        (self.rules, self.board, self.clock) = (rules, board, clock)
        (self.readings, self.onProblem, self.onChange) = (readings, onProblem, onChange)
        book = AlertBook(ledger: ledger, owner: owner, key: { UUID().uuidString.lowercased() })
    }

    /// Looks until the task is cancelled; others look after its alerts from then on.
    ///
    /// - Parameter onLook: called after each look.
    public func run(onLook: @Sendable () -> Void = {}) async {
        while !Task.isCancelled {
            await evaluate()
            onLook()
            do { try await clock.sleep(until: clock.sinceBoot + Self.interval) } catch { break }
        }
        do { try await book.giveUp(at: clock.wall) } catch { onProblem(error) }
    }

    /// Looks once.
    public func evaluate() async {
        let read = await readings()
        let now = clock.wall
        var resolved: [Alert] = []
        for rule in rules {
            guard let values = read[rule.name] else { continue }
            resolved += tracker.take(values, of: rule, at: now).filter { $0.state == .resolved }
        }
        await settle(tracker.breached.filter { read[$0.rule] != nil }, resolved, at: now)
        let current = AlertTracker.ordered(joined())
        tell(current.filter { $0.state == .firing }, resolved, at: now)
        let over = page?.resolved.compactMap { Alert($0, as: .resolved) } ?? []
        // While the ledger is away it does not have what this hub saw.
        board.show(current, resolved: isAway ? resolved.reversed() + board.resolved : over, rules: rules)
    }

    private func settle(_ breached: [Alert], _ resolved: [Alert], at now: Timestamp) async {
        do {
            let next = try await book.settle(breached: breached, resolved: resolved, at: now)
            if page == nil {
                // What fired before this start was told before it.
                let known = next.before.compactMap { Alert($0, as: .firing) }
                told += known.filter { alert in !told.contains { $0.isSame(as: alert) } }
            }
            // What we look after now and did not see: it fires until it was good for as long as its rule wants.
            for record in next.open where record.lease?.owner == book.owner {
                if let alert = Alert(record, as: .firing) { tracker.adopt(alert) }
            }
            (page, isAway) = (next, false)
        } catch {
            if !isAway { onProblem(error) }
            isAway = true
            // What is resolved is so for this hub, whatever the ledger said last.
            page?.open.removeAll { record in resolved.contains { $0.isOf(record) } }
        }
    }

    /// What the ledger says, with what this hub sees of it, and what only this hub sees.
    private func joined() -> [Alert] {
        let seen = tracker.alerts
        let open = (page?.open ?? []).compactMap { record -> Alert? in
            guard let known = Alert(record, as: .firing) else { return nil }
            guard var alert = seen.first(where: { $0.isSame(as: known) }) else { return known }
            (alert.state, alert.since, alert.changedAt) = (.firing, known.since, known.changedAt)
            return alert
        }
        return open
            + seen.filter { alert in !open.contains { $0.isSame(as: alert) } }
            .filter { $0.state == .pending || isAway }
    }

    /// Tells the difference to what was told.
    private func tell(_ firing: [Alert], _ resolved: [Alert], at now: Timestamp) {
        for old in told where !firing.contains(where: { $0.isSame(as: old) }) {
            let over = page?.resolved.first(where: old.isOf).flatMap { Alert($0, as: .resolved) }
            var alert = resolved.first { $0.isSame(as: old) } ?? over ?? old
            if alert.state != .resolved { (alert.state, alert.changedAt) = (.resolved, now) }
            onChange(alert)
        }
        for alert in firing where !told.contains(where: { $0.isSame(as: alert) }) { onChange(alert) }
        told = firing
    }
}

extension Alert {
    /// Whether it is of the same rule and subject.
    func isSame(as other: Alert) -> Bool { rule == other.rule && subject == other.subject }
}
