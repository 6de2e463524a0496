import MarketData
import Testing
import Transport

@Suite struct RetryTests {
    private static let schedule = RetrySchedule(attempts: 5, backoff: .seconds(1) ... .seconds(6))

    @Test func ceiling_doubles_upToTheLongest() {
        #expect((0...5).map(Self.schedule.ceiling) == [1, 1, 2, 4, 6, 6].map { .seconds($0) })
        #expect(Self.schedule.ceiling(.max) == .seconds(6))
        #expect(RetrySchedule(attempts: 2, backoff: .zero ... .zero).ceiling(9) == .zero)
    }

    @Test func pause_isAnywhereBetweenNothingAndTheCeiling() {
        var generator = SeededGenerator(state: 1)
        let pauses = (0..<1000).map { _ in Self.schedule.pause(afterAttempt: 3, using: &generator) }
        #expect(pauses.allSatisfy { $0 >= .zero && $0 <= .seconds(4) })
        // All of the range is used, evenly.
        let quarters = (0..<4).map { quarter in
            pauses.count { $0 > .seconds(quarter) && $0 <= .seconds(quarter + 1) }
        }
        #expect(quarters.allSatisfy { (200...300).contains($0) })
    }

    @Test(arguments: [
        (1, 2.0, RetrySchedule.Action.retry(after: .seconds(2))),
        (4, 299.0, .retry(after: .seconds(299))),
        (4, 301.0, .giveUp(retryAfter: .seconds(301))),
        (5, 2.0, .giveUp(retryAfter: .seconds(2))),
    ])
    func action_withAHint_followsIt(attempt: Int, hint: Double, action: RetrySchedule.Action) {
        var schedule = Self.schedule
        schedule.backoff = .milliseconds(1) ... .milliseconds(2)
        var generator = SeededGenerator(state: 2)
        #expect(schedule.action(afterAttempt: attempt, retryAfter: .seconds(hint), using: &generator) == action)
    }

    @Test func action_withoutAHint_givesUpAfterTheLastAttempt() {
        var generator = SeededGenerator(state: 3)
        for attempt in 1..<5 {
            guard case .retry = Self.schedule.action(afterAttempt: attempt, retryAfter: nil, using: &generator) else {
                Issue.record("attempt \(attempt) was the last")
                return
            }
        }
        #expect(Self.schedule.action(afterAttempt: 5, retryAfter: nil, using: &generator) == .giveUp(retryAfter: nil))
    }

    @Test(arguments: [
        ("3", Duration.seconds(3)), ("0", .zero), (" 120 ", .seconds(120)), ("1.5", .seconds(1.5)),
        ("99999999999999999999", .seconds(31_536_000)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(37)),
        ("Sun Nov  6 08:49:37 1994", .seconds(37)), ("Sun, 06 Nov 1994 08:48:00 GMT", .zero),
    ])
    func retryAfter_inEverySpelling_isRead(text: String, duration: Duration) throws {
        let now = try #require(Timestamp(rfc3339: "1994-11-06T08:49:00Z"))
        #expect(RetryAfter.duration(text, now: now) == duration)
    }

    @Test(arguments: [
        "", "soon", "-3", "+3", "1e3", "0x10", "inf", "nan", ".", "1.2.3", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET", "06 Nov 99999999999999999999 08:49:37",
    ])
    func retryAfter_thatIsNeither_isNone(text: String) {
        #expect(RetryAfter.duration(text, now: Timestamp(nanoseconds: 0)) == nil)
    }
}
