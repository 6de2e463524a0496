import AdapterHost

/// One promise that an adapter keeps, and the way to see that it does.
///
/// A check runs in a process of its own, with a time limit: what it looks at may crash, hang, or fill the memory.
public struct ConformanceCheck: Sendable {
    /// Names it in reports and for `--only`; never changes. Its family comes first: `rows-split`.
    public let id: String
    /// What an adapter keeps, in a sentence.
    public let sentence: String
    /// How long it may take, on a slow machine too.
    public let timeLimit: Duration
    /// Whether code of the library runs for it, if only when it is loaded.
    package var runsCode = true

    private let body: @Sendable (CheckSubject) throws -> String?

    /// - Parameter body: gives something worth telling (a speed), or nil; throws `CheckSkip` where it does not apply,
    ///   and anything else where the promise is broken.
    package init(
        _ id: String, _ sentence: String, timeLimit: Duration = .seconds(60),
        body: @escaping @Sendable (CheckSubject) throws -> String?
    ) {
        (self.id, self.sentence, self.timeLimit, self.body) = (id, sentence, timeLimit, body)
    }

    /// Looks, in this process. A check that crashes ends it.
    public func run(_ subject: CheckSubject) -> CheckResult {
        do {
            return .passed(try body(subject))
        } catch let skip as CheckSkip {
            return .skipped(skip.reason)
        } catch let problems as AdapterProblems {
            // What the host refuses is failed by the check that each problem belongs to, and by that one alone.
            return .skipped(subject.reason(problems))
        } catch {
            return .failed("\(error)")
        }
    }
}

/// What came of a check.
public enum CheckResult: Hashable, Sendable {
    /// The promise is kept; with something worth telling, or nil.
    case passed(String?)
    /// It is broken: where, what was found, what was expected.
    case failed(String)
    /// The process ended: by which signal, or with which status.
    case crashed(String)
    /// It took longer than it may.
    case timedOut(String)
    /// It does not apply, and why.
    case skipped(String)
}

/// A check does not apply to this adapter.
struct CheckSkip: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
