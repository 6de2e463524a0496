public import Alerting
import Live
public import Logging
public import ServiceLifecycle
import Storage
import Telemetry
public import Transport

/// Looks at the alert rules as long as the hub runs, and tells what changed: to the log, to the live stream, and to the
/// webhook.
public struct AlertWatch: Service {
    private let evaluator: AlertEvaluator
    private let sender: WebhookSender?

    /// A watch that has not begun.
    ///
    /// - Parameters:
    ///   - webhook: where alerts are sent, nil for nowhere.
    ///   - owner: this hub, by a name that no other has; nil for the process's.
    ///   - clock: dates alerts and says when to look and when to try again.
    public init(
        _ services: HubServices, rules: [AlertRule], webhook: HTTPNotifier?, owner: String? = nil,
        clock: any SourceClock = MachineClock(), logger: Logger
    ) {
        let owner = owner ?? ProcessName.own.text
        let registry = services.metrics
        let ledger = LedgerThreads(ledger: services.ledger, threads: services.threads)
        let onProblem: @Sendable (any Error) -> Void = { error in
            logger.error("alerts are told to nobody else until the ledger answers: \(error)")
        }
        let sender = webhook.map { webhook in
            WebhookSender(webhook, ledger: ledger, owner: owner, clock: clock, onProblem: onProblem) { alert, outcome in
                registry.add(1, to: "candlewick_webhook_deliveries_total", [("result", outcome.word)])
                Self.log(alert, outcome, logger)
            }
        }
        self.sender = sender
        let readings = AlertReadings(services, logger: logger)
        let live = services.live
        evaluator = AlertEvaluator(
            rules, board: services.alerts, ledger: ledger, owner: owner, clock: clock,
            readings: { await readings.read() }, onProblem: onProblem,
            onChange: { alert in
                Self.log(alert, logger)
                do { try live.publish(.alert, alert) } catch {
                    logger.error("an alert cannot be told to the live stream: \(error)")
                }
            })
    }

    /// Looks until the hub is stopped.
    public func run() async throws {
        await cancelWhenGracefulShutdown { [evaluator, sender] in
            await withTaskGroup { group in
                group.addTask { await evaluator.run { sender?.wake() } }
                if let sender { group.addTask { await sender.deliver() } }
            }
        }
    }

    private static func log(_ alert: Alert, _ logger: Logger) {
        let metadata: Logger.Metadata = ["rule": "\(alert.rule.rawValue)", "subject": "\(alert.subject)"]
        switch (alert.state, alert.severity) {
        case (.firing, .critical): logger.error("alert: \(alert.message)", metadata: metadata)
        case (.firing, .warning): logger.warning("alert: \(alert.message)", metadata: metadata)
        default: logger.notice("alert over: \(alert.message)", metadata: metadata)
        }
    }

    private static func log(_ alert: Alert, _ outcome: WebhookSender.Outcome, _ logger: Logger) {
        let metadata: Logger.Metadata = ["rule": "\(alert.rule.rawValue)", "subject": "\(alert.subject)"]
        switch outcome {
        case .delivered(let tries): logger.debug("alert sent to the webhook, try \(tries)", metadata: metadata)
        case .retried(let pause, let why):
            logger.warning("alert not sent to the webhook, next try in \(pause): \(why)", metadata: metadata)
        case .dropped(let why): logger.error("alert is not sent to the webhook: \(why)", metadata: metadata)
        }
    }
}

extension WebhookSender.Outcome {
    /// In a word.
    fileprivate var word: String {
        switch self {
        case .delivered: "delivered"
        case .retried: "retried"
        case .dropped: "dropped"
        }
    }
}
