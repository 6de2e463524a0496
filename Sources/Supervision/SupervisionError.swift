/// Why a process was not started, or not ended.
public struct SupervisionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds there are.
    public enum Code: Hashable, Sendable {
        /// So many wait already that no more are taken.
        case full
        /// The hub ends.
        case stopping
        /// The system did not start it.
        case notStarted
        /// It is not one of this hub's.
        case elsewhere
    }

    /// Which.
    public let code: Code
    /// What happened and what to do.
    public let description: String

    init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}
