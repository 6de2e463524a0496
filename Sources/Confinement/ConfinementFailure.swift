import CConfinement
import Glibc

/// A right that a process could not give up.
public struct ConfinementFailure: Error, Hashable, Sendable {
    /// What it could not do: `filter its system calls`.
    public var step: String
    /// The system's number for why.
    public var errno: Int32

    init(_ result: cw_confinement) {
        // A text of the C room that ends with a 0 inside the field.
        step = unsafe withUnsafeBytes(of: result.step) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        errno = result.error
    }
}

extension ConfinementFailure: CustomStringConvertible {
    /// One sentence and what to do.
    public var description: String {
        // The text belongs to the C library and is copied at once.
        let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return
            "the process cannot \(step): \(reason); expected Linux 5.9 or later with seccomp and /proc, and one thread. "
            + "Run the adapter in the process (run = \"in-process\") only when you trust it"
    }
}
