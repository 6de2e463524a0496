/// Why the server does not run.
public struct ReplayServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence: what is wrong and what to do.
    public var description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}
