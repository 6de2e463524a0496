/// How a worker process came to its end. The host and its data are as before; what the worker was about can be tried
/// again in another one.
public enum WorkerLoss: Error, Hashable, Sendable {
    /// The adapter crashed, by this signal.
    case crashed(signal: Int32)
    /// The process ended with this status.
    case exited(status: Int32)
    /// A call took longer than this.
    case hung(seconds: Double)
    /// It wanted more memory than it may have, in bytes.
    case memory(limit: Int)
    /// It made a call of the system that an adapter has no right to.
    case forbidden(String)
    /// What it sent is not what a worker sends.
    case garbage(String)
    /// No process could be started.
    case notStarted(String)
    /// What it was to be given does not fit: no fault of its own.
    case tooLong(String)
}

extension WorkerLoss {
    /// The class in a word.
    var word: String {
        switch self {
        case .crashed: "crashed"
        case .exited: "exited"
        case .hung: "hung"
        case .memory: "memory"
        case .forbidden: "forbidden"
        case .garbage: "garbage"
        case .notStarted: "not-started"
        case .tooLong: "too-long"
        }
    }
}

extension WorkerLoss: CustomStringConvertible {
    /// What happened, as the end of a sentence that begins with the adapter.
    public var description: String {
        switch self {
        case .crashed(let signal): "crashed (\(Self.name(of: signal)))"
        case .exited(let status): "ended its process with status \(status)"
        case .hung(let seconds): "did not answer within \(Self.text(seconds)) s"
        case .memory(let limit): "wanted more than the \(limit >> 20) MB of memory that it may have"
        case .forbidden(let call): "tried what no adapter may: \(call)"
        case .garbage(let what): "sent what no worker sends: \(what)"
        case .notStarted(let why): "could not be started: \(why)"
        case .tooLong(let what): "cannot be given that much in a worker: \(what)"
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
    }

    private static func name(of signal: Int32) -> String {
        let names: [Int32: String] = [
            4: "illegal instruction", 5: "trap", 6: "abort", 7: "bus error", 8: "arithmetic error", 9: "killed",
            11: "segmentation fault", 31: "forbidden system call",
        ]
        return names[signal].map { "\($0), signal \(signal)" } ?? "signal \(signal)"
    }
}
