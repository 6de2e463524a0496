public import Storage

/// Something that a store or a ledger promises, and how to find out whether it does.
///
/// A check runs on places of its own that `run` is given, and needs no test framework. It finds what it expects of
/// a store in the store's `traits`: where the store declares an exception, the check asks for what then holds.
public struct Check<Subject: Sendable>: Sendable {
    /// Its name, which stays: `candle-identity`.
    public let id: String
    /// What is promised, in a sentence.
    public let promise: String
    /// The promises of which a store may declare that it does not keep them, as far as they matter here.
    public let restsOn: [StorePromise]
    private let body: @Sendable (CheckRun<Subject>) throws -> Void

    init(
        _ id: String, _ promise: String, restsOn: [StorePromise] = [],
        _ body: @escaping @Sendable (CheckRun<Subject>) throws -> Void
    ) {
        (self.id, self.promise, self.restsOn, self.body) = (id, promise, restsOn, body)
    }

    /// Runs it. What goes wrong on the way, also in making a place, is a failure of the check.
    ///
    /// - Parameter blank: makes a place of its own at every call, with nothing in it.
    public func run(_ blank: @escaping () throws -> Subject) -> CheckOutcome {
        let run = CheckRun(blank)
        do {
            try body(run)
        } catch var failure as StoreCheckFailure {
            failure.check = id
            return .failed(failure)
        } catch {
            return .failed(StoreCheckFailure("it runs to its end", expected: "no error", found: "\(error)", check: id))
        }
        let declared = run.exceptions.filter { restsOn.contains($0.key) }
        return declared.isEmpty ? .passed : .declared(declared)
    }
}

/// What every store promises.
public typealias StoreCheck = Check<any StoreUnderTest>
/// What every ledger promises.
public typealias LedgerCheck = Check<any LedgerUnderTest>
/// What a ledger promises that keeps tokens, the audit log and runs of tasks, besides what all ledgers do.
public typealias ServiceLedgerCheck = Check<any ServiceLedgerUnderTest>
/// What a store promises that keeps rows and ledger in one database.
public typealias JointStoreCheck = Check<any JointStoreUnderTest>

extension Check: CustomStringConvertible {
    /// The id.
    public var description: String { id }
}
