import CConfinement

/// A system call that a confined process made and died of.
public struct ForbiddenCall: Hashable, Sendable {
    /// The kernel's number for it on this machine.
    public var number: Int32

    /// The call of this number.
    public init(number: Int32) { self.number = number }

    /// From the word that `Rights.report` pointed to; nil when nothing was reported. The process can have written anything
    /// there: good for a message, not for a decision.
    public init?(report: UInt64) {
        let number = cw_forbidden_call(report)
        guard number >= 0 else { return nil }
        self.number = number
    }

    /// The call's name, `openat`; nil when this machine has none of that number.
    public var name: String? {
        // Enough for any name; the call ends it with a 0 inside.
        let name = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { room in
            guard let start = room.baseAddress, unsafe cw_call_name(number, start, room.count) else {
                return nil as String?
            }
            return unsafe String(cString: start)
        }
        return name
    }
}

extension ForbiddenCall: CustomStringConvertible {
    /// `openat (open a file)`.
    public var description: String {
        guard let name else { return "system call \(number)" }
        return Self.purposes[name].map { "\(name) (\($0))" } ?? name
    }
}
