import Glibc
import Synchronization

/// Kills the process at one of the moments at which something is written: before it, or behind it.
final class KillSwitch: Sendable {
    private let at: Int
    private let count = Atomic<Int>(0)

    /// - Parameter at: twice the number of the write, and 1 more to die behind it; negative for never.
    init(at: Int) { self.at = at }

    /// Writes that there were.
    var writes: Int { count.load(ordering: .relaxed) }

    func passing<Result, Failure: Error>(_ write: () throws(Failure) -> Result) throws(Failure) -> Result {
        let number = count.wrappingAdd(1, ordering: .relaxed).oldValue
        if at == 2 * number { die() }
        let result = try write()
        if at == 2 * number + 1 { die() }
        return result
    }

    private func die() -> Never {
        kill(getpid(), SIGKILL)
        // SIGKILL leaves no way back here.
        fatalError("still alive")
    }
}
