/// The classes of the ABI: what the host does about a failure follows from the class alone.
public enum AdapterErrorClass: Int32, Hashable, Sendable, CaseIterable {
    /// The input is not what this source sends. Not retried.
    case malformed = 1
    /// The source answered that it has nothing here.
    case noData = 2
    /// The key is good, the plan does not include this. Not retried.
    case notEntitled = 3
    /// The key is missing, wrong or revoked. Not retried until it changes.
    case badCredential = 4
    /// Too many requests. Retried after `AdapterError.retryAfter`, or by the host's own pace.
    case rateLimited = 5
    /// Beyond what this source can ever reach back to. Not retried.
    case sourceLimit = 6
    /// The source is down or busy. Retried with growing pauses.
    case transient = 7
    /// The adapter itself failed, or broke a promise of the ABI. Not retried.
    case `internal` = 8
    /// The query or the file name is not for this adapter.
    case invalidQuery = 9
}

extension AdapterErrorClass: CustomStringConvertible {
    /// The class in a person's words.
    public var description: String {
        switch self {
        case .malformed: "malformed input"
        case .noData: "no data"
        case .notEntitled: "not entitled"
        case .badCredential: "bad credential"
        case .rateLimited: "rate limited"
        case .sourceLimit: "source limit"
        case .transient: "transient failure"
        case .internal: "failure of the adapter"
        case .invalidQuery: "not for this adapter"
        }
    }
}

/// What an adapter could not do, in its own words; or the promise of the ABI that it broke.
public struct AdapterError: Error, Hashable, Sendable {
    /// What to do about it.
    public var errorClass: AdapterErrorClass
    /// The adapter's id.
    public var adapter: String
    /// The file that it was about; empty when it was not about one.
    public var file: String
    /// What is wrong and what was expected.
    public var message: String
    /// Nanoseconds until the next try, nil when nobody said.
    public var retryAfter: Int64?
    /// The record of the input, counted from 1 (a line, where the input has lines); -1 unknown.
    public var row: Int64
    /// The byte of the input, counted from 0; -1 unknown.
    public var position: Int64
    /// How the adapter's worker process ended, where it did: another one can try again.
    public var loss: WorkerLoss?

    /// A failure.
    public init(
        _ errorClass: AdapterErrorClass, adapter: String, file: String = "", _ message: String,
        retryAfter: Int64? = nil, row: Int64 = -1, position: Int64 = -1
    ) {
        self.errorClass = errorClass
        self.adapter = adapter
        self.file = file
        self.message = message
        self.retryAfter = retryAfter
        self.row = row
        self.position = position
    }
}

extension AdapterError: CustomStringConvertible {
    /// One line: file, line, class, what is wrong, which adapter says so.
    public var description: String {
        var place = file
        if row >= 0 {
            place += file.isEmpty ? "row \(row)" : ":\(row)"
        } else if position >= 0 {
            place += file.isEmpty ? "byte \(position)" : ": byte \(position)"
        }
        if !place.isEmpty { place += ": " }
        var text = "\(place)\(errorClass): \(message)"
        if let retryAfter { text += " (again in \(Double(retryAfter) / 1e9) s)" }
        return "\(text) [\(adapter)]"
    }
}

/// A promise of the ABI that an adapter did not keep; becomes an `AdapterError` of class internal.
package struct BrokenPromise: Error {
    package let text: String

    package init(_ text: String) { self.text = text }
}
