import Dispatch
import Foundation
import Synchronization

/// Runs checks, each in a process of its own, several at once.
public struct CheckRunner: Sendable {
    /// A program, by its path, and the words before ours: it calls `CheckChild.run` with ours.
    public var command: [String]
    /// What a process may use, in bytes.
    public var memoryLimit = 1 << 30
    /// How many run at once.
    public var parallel = ProcessInfo.processInfo.activeProcessorCount

    /// A runner.
    public init(command: [String]) { self.command = command }

    /// Runs the checks, and ends early when it is told to.
    ///
    /// - Parameters:
    ///   - checks: in the order in which they are reported.
    ///   - place: the adapter and its cases; it has been read once without an error.
    ///   - seed: where random numbers begin.
    ///   - stop: asked a hundred times a second, from any thread.
    ///   - note: told each outcome as it comes, from any thread, in no order.
    /// - Returns: an outcome a check; nil when it was stopped, and every process is gone then too.
    public func run(
        _ checks: [ConformanceCheck], of place: CheckPlace, seed: UInt64, stop: @Sendable () -> Bool = { false },
        note: @Sendable (CheckOutcome) -> Void = { _ in }
    ) -> [CheckOutcome]? {
        let gate = first(of: checks, place, seed, stop)
        let state = Mutex((next: 0, outcomes: [CheckOutcome?](repeating: nil, count: checks.count), hung: [String]()))
        DispatchQueue.concurrentPerform(iterations: max(1, min(parallel, checks.count))) { _ in
            while !stop() {
                let index = state.withLock { state in
                    defer { state.next += 1 }
                    return state.next
                }
                guard index < checks.count else { return }
                let hung = state.withLock { $0.hung }
                let known =
                    gate.flatMap { Self.outcome(of: checks[index], behind: $0) }
                    ?? Self.outcome(of: checks[index], behind: hung)
                guard let outcome = known ?? run(checks[index], of: place, seed: seed, stop: stop) else { return }
                state.withLock { state in
                    state.outcomes[index] = outcome
                    if case .timedOut = outcome.result { state.hung.append(outcome.id) }
                }
                note(outcome)
            }
        }
        let outcomes = state.withLock { $0.outcomes.compactMap { $0 } }
        return outcomes.count == checks.count ? outcomes : nil
    }

    /// Whether the library can be loaded at all: otherwise every check would crash the same way, or hang for its time.
    private func first(
        of checks: [ConformanceCheck], _ place: CheckPlace, _ seed: UInt64, _ stop: () -> Bool
    ) -> CheckOutcome? {
        guard checks.count > 1, let check = checks.first(where: { $0.id == "load-now" }) else { return nil }
        return run(check, of: place, seed: seed, stop: stop)
    }

    /// What is known of a check when the first one is done.
    private static func outcome(of check: ConformanceCheck, behind first: CheckOutcome) -> CheckOutcome? {
        if check.id == first.id { return first }
        switch first.result {
        case .passed, .failed, .skipped: return nil
        case .crashed, .timedOut:
            guard check.runsCode else { return nil }
            return CheckOutcome(
                id: check.id, sentence: check.sentence,
                result: .skipped("the library cannot be loaded without harm: see \(first.id), \(first.result.word)"),
                seconds: 0)
        }
    }

    /// An adapter that hung in several checks would hang in most others, each for its whole time.
    private static func outcome(of check: ConformanceCheck, behind hung: [String]) -> CheckOutcome? {
        guard hung.count >= mostHung, check.runsCode else { return nil }
        return CheckOutcome(
            id: check.id, sentence: check.sentence,
            result: .skipped(
                "the adapter hung before (\(hung.joined(separator: ", "))): mend that first, or run this alone (--only)"
            ),
            seconds: 0)
    }

    /// Checks that may time out before the rest is left.
    private static let mostHung = 3

    private func run(
        _ check: ConformanceCheck, of place: CheckPlace, seed: UInt64, stop: () -> Bool
    ) -> CheckOutcome? {
        let clock = ContinuousClock()
        let start = clock.now
        let order = CheckOrder(
            id: check.id, seed: seed, memoryLimit: memoryLimit, seconds: Int(check.timeLimit.components.seconds),
            place: place)
        let result: CheckResult
        do {
            var process = try SpawnedCheck(command + order.words, environment: Self.environment)
            guard let watched = process.watch(limit: check.timeLimit, stop: stop) else { return nil }
            result = watched
        } catch {
            result = .crashed("\(error)")
        }
        let (seconds, attoseconds) = start.duration(to: clock.now).components
        return CheckOutcome(
            id: check.id, sentence: check.sentence, result: result,
            seconds: Double(seconds) + Double(attoseconds) / 1e18)
    }

    /// What a program needs to start, and nothing that an adapter could live on.
    private static var environment: [String] {
        let passed = ["LD_LIBRARY_PATH", "TMPDIR"]
        return ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TZ=UTC", "SWIFT_BACKTRACE=enable=no"]
            + passed.compactMap { name in ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" } }
    }
}
