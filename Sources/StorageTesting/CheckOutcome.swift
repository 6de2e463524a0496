public import Storage

/// How a check ended.
public enum CheckOutcome: Hashable, Sendable {
    /// Everything is as promised.
    case passed
    /// Everything is as the store says itself: these promises it does not keep, each with its reason. What then holds
    /// instead was checked.
    case declared([StorePromise: String])
    /// Something is not as promised.
    case failed(StoreCheckFailure)

    /// What is wrong, nil when nothing is.
    public var failure: StoreCheckFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}

/// What a store does otherwise than it promises.
public struct StoreCheckFailure: Error, Hashable, Sendable {
    /// The id of the check that found it.
    public var check: String
    /// What was looked at.
    public var subject: String
    /// What should be there.
    public var expected: String
    /// What is there.
    public var found: String

    /// A difference.
    public init(_ subject: String, expected: String, found: String, check: String = "") {
        (self.check, self.subject, self.expected, self.found) = (check, subject, expected, found)
    }
}

extension StoreCheckFailure: CustomStringConvertible {
    /// One line.
    public var description: String { "\(check): \(subject): expected \(expected), found \(found)" }
}
