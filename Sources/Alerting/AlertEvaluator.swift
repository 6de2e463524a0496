import MarketData
public import Transport

/// Looks at the rules every 30 s and tells what changed: to the board, and to whoever wants to know.
public actor AlertEvaluator {
    /// What there is to read for each rule; a rule that is not in it could not be read this time, and what is known of it
    /// stays.
    public typealias Readings = @Sendable () async -> [AlertRule.Name: [AlertReading]]

    /// Between two looks.
    public static let interval = Duration.seconds(30)

    private let rules: [AlertRule]
    private let board: AlertBoard
    private let clock: any SourceClock
    private let readings: Readings
    private let onChange: @Sendable (Alert) -> Void
    private var tracker = AlertTracker()

    /// Looks at these rules.
    ///
    /// - Parameters:
    ///   - clock: dates alerts and says when to look.
    ///   - onChange: told each alert that fires or is resolved, in their order; must not block.
    public init(
        _ rules: [AlertRule] = AlertRule.usual, board: AlertBoard, clock: any SourceClock = MachineClock(),
        readings: @escaping Readings, onChange: @escaping @Sendable (Alert) -> Void
    ) {
        (self.rules, self.board, self.clock) = (rules, board, clock)
        (self.readings, self.onChange) = (readings, onChange)
    }

    /// Looks until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            await evaluate()
            do { try await clock.sleep(until: clock.sinceBoot + Self.interval) } catch { return }
        }
    }

    /// Looks once.
    public func evaluate() async {
        let read = await readings()
        let now = clock.wall
        var changed: [Alert] = []
        for rule in rules {
            guard let values = read[rule.name] else { continue }
            changed += tracker.take(values, of: rule, at: now)
        }
        board.show(tracker.alerts, resolved: changed.filter { $0.state == .resolved }, rules: rules)
        for alert in changed { onChange(alert) }
    }
}
