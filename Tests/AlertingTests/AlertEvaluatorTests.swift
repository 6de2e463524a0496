import MarketData
import Synchronization
import Testing

@testable import Alerting

@Suite(.serialized) struct AlertEvaluatorTests {
    @Test func rules_lookedAtEvery30Seconds_showOnTheBoard() async throws {
        let board = AlertBoard()
        let told = Mutex<[Alert]>([])
        let clock = JumpingClock { count throws(CancellationError) in if count == 20 { throw CancellationError() } }
        let looks = Atomic(0)
        let evaluator = AlertEvaluator(
            board: board, ledger: try TestLedger(), owner: "a", clock: clock,
            readings: {
                let look = looks.add(1, ordering: .relaxed).newValue
                // From the fifth look on the spool can be looked at no more: what is known of it stays.
                var readings = [AlertRule.Name.gaps: [AlertReading("BTC/USD", look < 8 ? 200 : 0)]]
                if look < 5 { readings[.spool] = [AlertReading("pg", 0.9)] }
                return readings
            }, onChange: { alert in told.withLock { $0.append(alert) } })
        await evaluator.run()
        #expect(Set(clock.sleeps) == [.seconds(30)])
        #expect(told.withLock { $0.map(\.rule) } == [.gaps, .spool, .gaps])
        #expect(told.withLock { $0.map(\.state) } == [.firing, .firing, .resolved])
        #expect(board.firing.map(\.rule) == [.spool])
        #expect(board.resolved.map(\.rule) == [.gaps])
        #expect(board.rules.count == AlertRule.Name.allCases.count)
    }
}
