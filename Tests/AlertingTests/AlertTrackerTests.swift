import MarketData
import Testing

@testable import Alerting

@Suite struct AlertTrackerTests {
    private var rule: AlertRule {
        var rule = AlertRule(.poolUse)
        (rule.threshold, rule.hold) = (0.8, .seconds(60))
        return rule
    }

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * 1_000_000_000) }

    @Test func value_tooHighForLongEnough_firesOnceAndIsResolvedOnce() {
        var tracker = AlertTracker()
        let values: [Double] = [0.5, 0.9, 0.9, 0.9, 0.95, 0.5, 0.5, 0.5, 0.5]
        var events: [(Int64, Alert.State)] = []
        for (step, value) in values.enumerated() {
            let now = Int64(step) * 30
            for alert in tracker.take([AlertReading("pg", value, detail: "9 of 10")], of: rule, at: at(now)) {
                events.append((now, alert.state))
            }
        }
        #expect(events.map(\.0) == [90, 210])
        #expect(events.map(\.1) == [.firing, .resolved])
        #expect(tracker.alerts.isEmpty)
    }

    @Test func value_highForAMomentOnly_tellsNobody() {
        var tracker = AlertTracker()
        for (step, value) in [0.9, 0.9, 0.5, 0.9, 0.9, 0.5].enumerated() {
            let told = tracker.take([AlertReading("pg", value)], of: rule, at: at(Int64(step) * 30))
            #expect(told.isEmpty)
        }
    }

    @Test func value_swingingAroundTheThreshold_doesNotFlap() {
        var tracker = AlertTracker()
        var told: [Alert] = []
        // Below the threshold and above nine tenths of it is neither good nor bad; good for a moment is not good.
        for step in 0..<200 {
            let value = step % 3 == 0 ? 0.5 : step % 3 == 1 ? 0.85 : 0.75
            told += tracker.take(
                [AlertReading("pg", step < 5 ? 0.9 : value)], of: rule, at: at(Int64(step) * 30))
        }
        #expect(told.map(\.state) == [.firing])
        #expect(tracker.alerts.map(\.state) == [.firing])
    }

    @Test func rule_thatHoldsForNoTime_firesAtOnce() {
        var tracker = AlertTracker()
        let told = tracker.take([AlertReading("BTC/USD", 101)], of: AlertRule(.gaps), at: at(0))
        #expect(told.map(\.state) == [.firing])
        #expect(told.first?.message == "BTC/USD has 101 gaps, more than 100")
        #expect(tracker.take([AlertReading("ETH/USD", 100)], of: AlertRule(.gaps), at: at(0)).isEmpty)
    }

    @Test func asset_withoutRows_isStale() {
        var tracker = AlertTracker()
        let told = tracker.take([AlertReading("BTC/USD", .infinity, detail: "TIER1")], of: AlertRule(.stale), at: at(0))
        #expect(told.first?.message == "BTC/USD has no rows at all (TIER1)")
    }

    @Test(arguments: [(25.5, "25 h"), (71, "71 h"), (72, "3 days"), (24_678, "1028 days")])
    func stale_ofAnyAge_isSaidInHoursOrDays(hours: Double, text: String) {
        var tracker = AlertTracker()
        let told = tracker.take([AlertReading("BTC/USD", hours, detail: "TIER1")], of: AlertRule(.stale), at: at(0))
        #expect(told.first?.message == "BTC/USD has nothing newer than \(text) (TIER1), more than 24 h")
    }

    @Test func hitRate_tooLow_isTold() {
        var rule = AlertRule(.cacheHitRate)
        rule.hold = .zero
        var tracker = AlertTracker()
        #expect(tracker.take([AlertReading("kraken", 0.5)], of: rule, at: at(0)).isEmpty)
        #expect(tracker.take([AlertReading("kraken", 0.49)], of: rule, at: at(30)).map(\.state) == [.firing])
        // A tenth better than the threshold, for a minute.
        #expect(tracker.take([AlertReading("kraken", 0.52)], of: rule, at: at(60)).isEmpty)
        #expect(tracker.take([AlertReading("kraken", 0.56)], of: rule, at: at(90)).isEmpty)
        #expect(tracker.take([AlertReading("kraken", 0.56)], of: rule, at: at(150)).map(\.state) == [.resolved])
    }

    @Test func subject_thatIsNotReadAnyMore_isResolved() {
        var tracker = AlertTracker()
        _ = tracker.take([AlertReading("BTC/USD", 500)], of: AlertRule(.gaps), at: at(0))
        #expect(tracker.take([], of: AlertRule(.gaps), at: at(30)).isEmpty)
        #expect(tracker.take([], of: AlertRule(.gaps), at: at(90)).map(\.state) == [.resolved])
    }

    @Test func rate_thatIsNotReadForAWhile_staysUntilThatHasLasted() {
        var rule = AlertRule(.apiErrors)
        rule.hold = .zero
        var tracker = AlertTracker()
        // Of another start: this one has counted nothing yet.
        let before = tracker.take([AlertReading("kraken", 1)], of: rule, at: at(0))
        tracker = AlertTracker()
        for alert in before { tracker.adopt(alert) }
        for minute in 1...20 { #expect(tracker.take([], of: rule, at: at(Int64(minute) * 60)).isEmpty, "\(minute)") }
        #expect(tracker.alerts.map(\.state) == [.firing])
        #expect(tracker.take([], of: rule, at: at(21 * 60)).map(\.state) == [.resolved])
    }

    @Test func rule_thatIsDisabled_tellsNothing() {
        var rule = AlertRule(.gaps)
        rule.isEnabled = false
        var tracker = AlertTracker()
        #expect(tracker.take([AlertReading("BTC/USD", 500)], of: rule, at: at(0)).isEmpty)
        #expect(tracker.alerts.isEmpty)
    }

    @Test func subjects_tooMany_theWorstAreKept() {
        var tracker = AlertTracker()
        let readings = (0..<2000).map { AlertReading("A\($0)", Double(101 + $0)) }
        let told = tracker.take(readings, of: AlertRule(.gaps), at: at(0))
        #expect(told.count == AlertTracker.mostSubjects)
        #expect(told.contains { $0.subject == "A1999" } && !told.contains { $0.subject == "A0" })
    }

    @Test func window_ofCounters_givesWhatGrewWithinIt() {
        var window = CounterWindow(.seconds(300))
        #expect(window.growth(["a": 1000], at: at(0)) == ["a": 0])
        #expect(window.growth(["a": 1010, "b": 5], at: at(30)) == ["a": 10, "b": 5])
        #expect(window.growth(["a": 1020, "b": 5], at: at(300)) == ["a": 20, "b": 5])
        #expect(window.growth(["a": 1020, "b": 6], at: at(330)) == ["a": 10, "b": 1])
        #expect(window.growth(["a": 1020, "b": 6], at: at(2000)) == ["a": 0, "b": 0])
        // A clock that was set back.
        #expect(window.growth(["a": 2000], at: at(10)) == ["a": 0])
    }
}
