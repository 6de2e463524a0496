import Dispatch
import MarketData
import Storage
import Synchronization

extension Check where Subject == any ServiceLedgerUnderTest {
    static let alerts: [ServiceLedgerCheck] = [
        ServiceLedgerCheck("alert-life", "An alert comes back as it was raised and as it was resolved") { run in
            let place = try run.migrated()
            let ledger = try place.openServiceLedger()
            try expect(ledger.alerts(resolved: 9), equals: [], "the alerts at first")
            var firing = LedgerSamples.firing("gaps", "BTC \"1\"", 5)
            firing.value = .infinity
            let number = try require(raise(ledger, firing, "a", until: 20), "an alert")
            var expected = AlertRecord(number: number, firing: firing, lease: LedgerSamples.lease("a", 20))
            try expect(ledger.alerts(resolved: 0), equals: [expected], "an alert that fires")
            try expect(
                ledger.resolveAlert(number, owner: "a", value: 0.1, at: LedgerSamples.moment(9)), equals: true,
                "its end")
            (expected.resolvedAt, expected.resolvedValue, expected.lease) = (LedgerSamples.moment(9), 0.1, nil)
            try expect(place.openServiceLedger().alerts(resolved: 9), equals: [expected], "an alert that is resolved")
        },
        ServiceLedgerCheck("alert-once", "Of a rule and a subject one fires at a time, and another when it is resolved")
        {
            run in
            let ledger = try run.ledger()
            let first = try require(raise(ledger, "gaps", "BTC", "a"), "an alert")
            try expect(raise(ledger, "gaps", "BTC", "b"), equals: nil, "the same, while it fires")
            let others = try [
                require(raise(ledger, "gaps", "ETH", "b"), "one of another subject"),
                require(raise(ledger, "stale", "BTC", "b"), "one of another rule"),
            ]
            _ = try ledger.resolveAlert(first, owner: "a", value: 0, at: LedgerSamples.moment(9))
            let second = try require(raise(ledger, "gaps", "BTC", "b"), "the same, when it is resolved")
            try expect(
                ledger.alerts(resolved: 9).map(\.number), equals: [second] + others.reversed() + [first], "the alerts")
        },
        ServiceLedgerCheck("alert-list", "What fires is listed always, and at most so many that are resolved") { run in
            let ledger = try run.ledger()
            let numbers = try ["a", "b", "c", "d"].map { try require(raise(ledger, "gaps", $0, "x"), "an alert") }
            for number in [numbers[1], numbers[0], numbers[3]] {
                _ = try ledger.resolveAlert(number, owner: "x", value: 0, at: LedgerSamples.moment(9))
            }
            for (limit, expected) in [(9, [3, 2, 1, 0]), (2, [3, 2, 1]), (0, [2]), (-1, [2])] {
                try expect(
                    ledger.alerts(resolved: limit).map(\.number), equals: expected.map { numbers[$0] },
                    "with \(limit) resolved ones")
            }
        },
        ServiceLedgerCheck("alert-lease", "An alert is resolved by who has it; when its lease is over another takes it")
        {
            run in
            let ledger = try run.ledger()
            func end(_ number: Int64, _ owner: String) throws -> Bool {
                try ledger.resolveAlert(number, owner: owner, value: 0, at: LedgerSamples.moment(9))
            }
            func hold(_ owner: String, until: Int64, now: Int64) throws {
                try ledger.holdAlerts(LedgerSamples.lease(owner, until), now: LedgerSamples.moment(now))
            }
            let one = try require(raise(ledger, "gaps", "BTC", "a", until: 20), "an alert")
            let two = try require(raise(ledger, "gaps", "ETH", "b", until: 20), "another's")
            try expect(end(one, "b"), equals: false, "an end by a stranger")
            try hold("a", until: 50, now: 19)
            try expect(
                ledger.alerts(resolved: 0).map(\.lease),
                equals: [LedgerSamples.lease("b", 20), LedgerSamples.lease("a", 50)], "the leases")
            // At its end it is over.
            try hold("c", until: 90, now: 20)
            try expect(
                ledger.alerts(resolved: 0).map(\.lease),
                equals: [LedgerSamples.lease("c", 90), LedgerSamples.lease("a", 50)], "the leases, when one was over")
            try expect(end(two, "b"), equals: false, "an end by who had it")
            try expect(end(two, "c"), equals: true, "an end by who took it")
            try expect(end(two, "c"), equals: false, "a second end")
            try hold("c", until: 99, now: 98)
            try expect(
                ledger.alerts(resolved: 9).map(\.lease), equals: [nil, LedgerSamples.lease("c", 99)],
                "the leases, when one is resolved")
        },
        ServiceLedgerCheck("alert-messages", "Messages are taken oldest first, the end of an alert after its beginning")
        {
            run in
            let ledger = try run.ledger()
            let late = try require(raise(ledger, LedgerSamples.firing("gaps", "late", 9), "x", until: 99), "an alert")
            let early = try require(raise(ledger, LedgerSamples.firing("gaps", "early", 5), "x", until: 99), "an alert")
            _ = try ledger.resolveAlert(early, owner: "x", value: 0, at: LedgerSamples.moment(7))
            var told: [[Int64]] = []
            while let message = try ledger.takeAlertMessage(
                LedgerSamples.lease("x", 99), now: LedgerSamples.moment(10)), told.count < 9
            {
                let next: AlertRecord.Told = message.told == .nothing ? .firing : .resolved
                told.append([message.number, next == .firing ? 1 : 2])
                try expect(
                    ledger.finishAlertMessage(message.number, owner: "x", told: next), equals: true, "what was told")
            }
            try expect(told, equals: [[early, 1], [early, 2], [late, 1]], "the messages")
            try expect(ledger.alerts(resolved: 9).map(\.told), equals: [.resolved, .firing], "what was told")
        },
        ServiceLedgerCheck("alert-message-lease", "A message is had by one, and by another when the lease is over") {
            run in
            let ledger = try run.ledger()
            let number = try require(raise(ledger, "gaps", "BTC", "x"), "an alert")
            func take(_ owner: String, until: Int64, now: Int64) throws -> Int64? {
                let lease = LedgerSamples.lease(owner, until)
                let message = try ledger.takeAlertMessage(lease, now: LedgerSamples.moment(now))
                return message?.number
            }
            func renew(_ owner: String, _ until: Int64) throws -> Bool {
                try ledger.renewAlertMessage(number, lease: LedgerSamples.lease(owner, until))
            }
            func finish(_ owner: String) throws -> Bool {
                try ledger.finishAlertMessage(number, owner: owner, told: .firing)
            }
            try expect(take("a", until: 20, now: 10), equals: number, "a message")
            try expect(take("b", until: 30, now: 19), equals: nil, "a message that another has")
            try expect(renew("b", 90), equals: false, "a stranger's lease")
            try expect(finish("b"), equals: false, "an end by a stranger")
            try expect(renew("a", 40), equals: true, "a longer lease")
            try expect(take("b", until: 50, now: 39), equals: nil, "a message with a longer lease")
            try expect(take("b", until: 60, now: 40), equals: number, "a message whose lease is over")
            try expect(finish("a"), equals: false, "an end by who had it")
            try expect(renew("a", 90), equals: false, "a lease of who had it")
            try expect(finish("b"), equals: true, "an end by who has it")
            try expect(finish("b"), equals: false, "a second end")
            try expect(take("a", until: 90, now: 70), equals: nil, "a message that was told")
        },
        ServiceLedgerCheck("alert-kept", "Old alerts that are resolved are forgotten, and no others") { run in
            let ledger = try run.ledger()
            let firing = try require(raise(ledger, "gaps", "fires", "x"), "an alert")
            let old = try require(raise(ledger, "gaps", "old", "x"), "an alert")
            let kept = try require(raise(ledger, "gaps", "kept", "x"), "an alert")
            for number in [old, kept] {
                _ = try ledger.resolveAlert(number, owner: "x", value: 0, at: LedgerSamples.moment(9))
            }
            var newest = kept
            while newest < old + AlertRecord.kept {
                newest = try require(raise(ledger, "gaps", "\(newest)", "x"), "an alert")
            }
            let numbers = try ledger.alerts(resolved: 9).map(\.number)
            try expect(numbers.suffix(3), equals: [kept + 1, kept, firing], "the oldest alerts")
        },
        ServiceLedgerCheck(
            "alerts-at-once", "What several raise and tell at once is raised and told by one of them each"
        ) {
            run in
            let place = try run.migrated()
            let ledgers = try (0..<3).map { _ in try place.openServiceLedger() }
            let found = Mutex<(raised: [String], told: [Int64], problems: [String])>(([], [], []))
            DispatchQueue.concurrentPerform(iterations: ledgers.count) { index in
                do {
                    for turn in 0..<10 {
                        let subject = "asset \(turn)"
                        if try raise(ledgers[index], "gaps", subject, "\(index)") != nil {
                            found.withLock { $0.raised.append(subject) }
                        }
                        let message = try ledgers[index].takeAlertMessage(
                            LedgerSamples.lease("\(index)", 90), now: LedgerSamples.moment(1))
                        if let message { found.withLock { $0.told.append(message.number) } }
                    }
                } catch {
                    found.withLock { $0.problems.append("\(error)") }
                }
            }
            let (raised, told, problems) = found.withLock { $0 }
            try expect(problems, equals: [], "what they met")
            try expect(raised.sorted(), equals: (0..<10).map { "asset \($0)" }, "the alerts raised")
            try expect(Set(told).count, equals: told.count, "messages taken once")
            try expect(ledgers[0].alerts(resolved: 9).count, equals: 10, "the alerts")
        },
    ]

    private static func raise(
        _ ledger: any ServiceLedger, _ firing: AlertFiring, _ owner: String, until: Int64
    ) throws -> Int64? {
        try ledger.raiseAlert(firing, lease: LedgerSamples.lease(owner, until))
    }

    private static func raise(
        _ ledger: any ServiceLedger, _ rule: String, _ subject: String, _ owner: String, until: Int64 = 99
    ) throws -> Int64? {
        try raise(ledger, LedgerSamples.firing(rule, subject, 5), owner, until: until)
    }
}
