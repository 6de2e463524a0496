import AdapterHost
import Synchronization

/// Lines of the adapter's log that wait for the next answer.
final class LogLines: Sendable {
    private let lines = Mutex<[(AdapterLogLevel, String)]>([])
    /// Lines that one call can leave; an adapter that writes more loses them.
    private static let most = 1000

    func add(_ level: AdapterLogLevel, _ line: String) {
        lines.withLock { if $0.count < Self.most { $0.append((level, line)) } }
    }

    func take() -> [(AdapterLogLevel, String)] {
        lines.withLock { lines in
            defer { lines.removeAll() }
            return lines
        }
    }
}
