/// How a process ended.
public struct ChildEnd: Hashable, Sendable {
    /// In its own words, or not.
    public enum Way: Hashable, Sendable {
        /// With this status: 0 done, 1 failed, 2 wrong use, 3 done in part.
        case exited(Int32)
        /// By a signal.
        case signaled(Int32)
        /// It was ended before it began.
        case neverStarted
    }

    /// How.
    public var way: Way
    /// What it wrote to standard output, at most `ChildProcess.longestOutput` bytes; let go of when many others have ended
    /// since.
    public var output: String
    /// Whether it wrote more than is here.
    public var isCut: Bool
    /// The last lines of its standard error.
    public var lastLines: [String]

    /// An end.
    public init(_ way: Way, output: String = "", isCut: Bool = false, lastLines: [String] = []) {
        (self.way, self.output, self.isCut, self.lastLines) = (way, output, isCut, lastLines)
    }

    /// For people: what the status says, and the last words.
    public var sentence: String {
        let last = lastLines.last.map { ": \($0)" } ?? ""
        switch way {
        case .exited(0): return "done"
        case .exited(1): return "failed\(last)"
        case .exited(2): return "was asked for something that cannot be\(last)"
        case .exited(3): return "done in part\(last)"
        case .exited(let status): return "ended with status \(status)\(last)"
        case .signaled(let number): return "its process was ended by signal \(number)\(last)"
        case .neverStarted: return "was not started"
        }
    }
}
