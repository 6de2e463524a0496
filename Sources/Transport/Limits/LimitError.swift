import Glibc

/// Why a request got no place under a shared limit.
public enum LimitError: Error, Hashable, Sendable {
    /// The source asked for a longer pause than the caller waits for.
    case paused(Duration)
    /// The folder or a file of the shared state cannot be used; what to do is in the text.
    case state(String)
    /// The task was cancelled.
    case cancelled

    /// A system call on a path of the shared state failed.
    static func failed(_ number: Int32, _ path: String, _ what: String) -> LimitError {
        // strerror's text is copied before anything else can run on this thread.
        let text = unsafe String(cString: strerror(number))
        return .state(
            "the shared rate limit's state '\(path)' cannot be \(what) (\(text)); "
                + "make it writable, or remove it when nothing runs")
    }
}
