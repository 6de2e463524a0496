import MarketData
import Storage
import Synchronization

@testable import Alerting

/// One hub's look at the rules, with a ledger that others may share.
final class AlertHub: Sendable {
    let board = AlertBoard()
    let clock: JumpingClock
    private let evaluator: AlertEvaluator
    private let state: Seen

    private final class Seen: Sendable {
        let told = Mutex<[String]>([])
        let problems = Mutex(0)
        let gaps = Mutex<[String: Double]>([:])
    }

    init(_ name: String, _ ledger: TestLedger, _ clock: JumpingClock) {
        let seen = Seen()
        (state, self.clock) = (seen, clock)
        evaluator = AlertEvaluator(
            [AlertRule(.gaps)], board: board, ledger: ledger, owner: name, clock: clock,
            readings: { [.gaps: seen.gaps.withLock { $0.map { AlertReading($0.key, $0.value) } }] },
            onProblem: { _ in seen.problems.withLock { $0 += 1 } },
            onChange: { alert in seen.told.withLock { $0.append("\(alert.subject) \(alert.state)") } })
    }

    /// What it told, and how often the ledger went away.
    var told: [String] { state.told.withLock { $0 } }
    var problems: Int { state.problems.withLock { $0 } }
    var firing: [String] { board.firing.map(\.subject) }

    /// Looks as a service does.
    func run() async { await evaluator.run() }

    /// Looks once at these numbers of gaps.
    func look(_ gaps: [String: Double]) async {
        state.gaps.withLock { $0 = gaps }
        await evaluator.evaluate()
    }
}
