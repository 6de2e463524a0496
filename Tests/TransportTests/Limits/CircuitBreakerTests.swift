import Testing
import Transport

@Suite struct CircuitBreakerTests {
    private static func at(_ seconds: Int64) -> BootTime { BootTime(nanoseconds: seconds * 1_000_000_000) }
    private static func breaker(_ successes: Int = 1) -> CircuitBreaker {
        CircuitBreaker(BreakerSettings(failuresToOpen: 3, recovery: .seconds(30), successesToClose: successes))
    }

    @Test func failures_oneAfterTheOther_open() {
        var breaker = Self.breaker()
        for second in 0..<3 {
            #expect(breaker.ask(now: Self.at(0)) == .proceed)
            breaker.failed(now: Self.at(Int64(second)))
        }
        #expect(breaker.ask(now: Self.at(3)) == .refuse(until: Self.at(32)))
        #expect(breaker.ask(now: Self.at(32)) == .probe)
    }

    @Test func success_between_startsTheCountAgain() {
        var breaker = Self.breaker()
        for _ in 0..<5 {
            breaker.failed(now: Self.at(0))
            breaker.failed(now: Self.at(0))
            breaker.succeeded()
        }
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test func halfOpen_lets_oneGoAtATime() {
        var breaker = Self.opened()
        #expect(breaker.ask(now: Self.at(30)) == .probe)
        #expect(breaker.ask(now: Self.at(31)) == .refuse(until: Self.at(60)))
        breaker.succeeded()
        #expect(breaker.ask(now: Self.at(31)) == .proceed)
    }

    @Test func halfOpen_failure_opensAgain() {
        var breaker = Self.opened()
        _ = breaker.ask(now: Self.at(30))
        breaker.failed(now: Self.at(33))
        #expect(breaker.ask(now: Self.at(34)) == .refuse(until: Self.at(63)))
    }

    @Test func halfOpen_needsAsManySuccessesAsSet() {
        var breaker = Self.opened(2)
        _ = breaker.ask(now: Self.at(30))
        breaker.succeeded()
        #expect(breaker.ask(now: Self.at(31)) == .probe)
        breaker.succeeded()
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test func probe_thatNobodyEnds_doesNotBlockForEver() {
        var breaker = Self.opened()
        _ = breaker.ask(now: Self.at(30))
        #expect(breaker.ask(now: Self.at(60)) == .probe)
    }

    @Test func probe_thatSaidNothing_isFollowedByAnother() {
        var breaker = Self.opened()
        _ = breaker.ask(now: Self.at(30))
        breaker.saidNothing()
        #expect(breaker.ask(now: Self.at(30)) == .probe)
    }

    @Test func open_lateVerdicts_changeNothing() {
        var breaker = Self.opened()
        let before = breaker
        breaker.succeeded()
        breaker.failed(now: Self.at(20))
        breaker.saidNothing()
        #expect(breaker == before)
    }

    @Test func noThreshold_neverOpens() {
        var breaker = CircuitBreaker(BreakerSettings(failuresToOpen: 0))
        for _ in 0..<1000 { breaker.failed(now: Self.at(0)) }
        #expect(breaker.ask(now: Self.at(0)) == .proceed)
    }

    private static func opened(_ successes: Int = 1) -> CircuitBreaker {
        var breaker = breaker(successes)
        for _ in 0..<3 { breaker.failed(now: at(0)) }
        return breaker
    }
}
