import AdapterHost
import Dispatch
import Synchronization

extension ConformanceCheck {
    /// What is recorded comes out.
    static let cases: [ConformanceCheck] = [
        ConformanceCheck("cases-rows", "Every recorded case gives exactly its rows, assertions, rejects and requests") {
            let cases = try $0.cases { $0.failure == nil }
            if cases.isEmpty { throw CheckSkip("every recorded case ends with an error") }
            try whole(cases, $0)
            return "\(cases.count) cases"
        },
        ConformanceCheck(
            "cases-errors", "Every recorded error comes with its class, its message and what came before it"
        ) {
            let cases = try $0.cases { $0.failure != nil }
            if cases.isEmpty { throw CheckSkip("no recorded case ends with an error") }
            try whole(cases, $0)
            return "\(cases.count) cases"
        },
        ConformanceCheck("cases-twice", "The same case gives the same twice") { subject in
            let checks = CaseChecks(try subject.adapter())
            var count = 0
            for recorded in try subject.known() {
                // What cannot be played at all is told by cases-rows.
                guard let first = try? checks.play(recorded) else { continue }
                count += 1
                for time in 2...3 {
                    try named(recorded) { try Comparison("time \(time)").same(try checks.play(recorded), first) }
                }
            }
            if count == 0 { throw CheckSkip("no recorded case plays to its end; see cases-rows") }
            return nil
        },
        ConformanceCheck(
            "cases-threads", "Sessions at the same time, in one thread and in two, do not disturb each other"
        ) { subject in
            let cases = try subject.steady()
            try nested(cases)
            try twoThreads(cases)
            return nil
        },
    ]

    private static func whole(_ cases: [AdapterCase], _ subject: CheckSubject) throws {
        let silent = Set(subject.files.filter { !$0.hasAssertions }.map(\.name))
        let checks = CaseChecks(try subject.adapter())
        for var recorded in cases {
            try named(recorded) {
                if recorded.isOfAFile, silent.contains(recorded.name) {
                    recorded.expected.assertions = try checks.play(recorded).assertions
                }
                recorded.expected.requests = recorded.exchanges.map(\.request)
                try checks.whole(recorded)
            }
        }
    }

    private static func named(_ recorded: AdapterCase, _ body: () throws -> Void) throws {
        do { try body() } catch let found as CaseProblem {
            throw CaseProblem("case \(recorded.name): \(found)")
        }
    }

    /// Between a session's request and its reply another one begins, lives and ends.
    private static func nested(_ cases: [SteadyCase]) throws {
        for (index, outer) in cases.enumerated() {
            let inner = cases[(index + 1) % cases.count]
            let source = RecordedSource(outer.recorded.exchanges)
            var between: CasePlay?
            let found = try outer.named {
                try outer.checks.play(
                    outer.recorded,
                    source: {
                        between = try inner.play()
                        return try source.reply(to: $0)
                    })
            }
            try outer.named { try Comparison("beside a session of \(inner.name)").same(found, outer.whole) }
            if let between {
                try inner.named { try Comparison("inside of a session of \(outer.name)").same(between, inner.whole) }
            }
        }
    }

    private static func twoThreads(_ cases: [SteadyCase]) throws {
        let problem = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { thread in
            do {
                for _ in 0..<4 {
                    for steady in thread == 0 ? cases : cases.reversed() {
                        let found = try steady.play()
                        try steady.named { try Comparison("beside another thread").same(found, steady.whole) }
                    }
                }
            } catch {
                problem.withLock { $0 = $0 ?? error }
            }
        }
        if let problem = problem.withLock({ $0 }) { throw problem }
    }
}
