import Dispatch
import Glibc
import Synchronization

/// The job's end: tells the hub each second, and at the end, what was counted.
///
/// Only series that changed are told, each with all that it has counted: a line that is not there costs nothing but time.
public final class TelemetryWriter: Sendable {
    /// The variable that names the descriptor.
    public static let variable = "CANDLEWICK_TELEMETRY_FD"

    private struct State {
        var told: [JobReadings.Key: TelemetryLine] = [:]
        /// Bytes that the hub has not taken yet: nothing further is made before it has.
        var pending: [UInt8] = []
        var isBroken = false
    }

    private let registry: MetricsRegistry
    private let descriptor: Int32
    private let state = Mutex(State())
    // Dispatch's objects may be used from any thread; this one is only cancelled.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    /// Begins, where the variable names a pipe or a socket that is open; nil otherwise. The variable is taken out of the
    /// environment, and programs that are started do not get the descriptor.
    public convenience init?(_ registry: MetricsRegistry) {
        // Copied at once; no other thread runs yet that could change the environment.
        guard let text = unsafe getenv(Self.variable).map({ unsafe String(cString: $0) }) else { return nil }
        _ = unsafe unsetenv(Self.variable)
        guard let number = Int32(text), (3...4096).contains(number) else { return nil }
        self.init(registry, descriptor: number)
    }

    /// Writes to this descriptor; nil where it is no pipe and no socket.
    public init?(_ registry: MetricsRegistry, descriptor: Int32, interval: Duration = .seconds(1)) {
        var status = stat()
        // The call fills the structure that it is given.
        guard unsafe fstat(descriptor, &status) == 0, [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else {
            return nil
        }
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, flags & O_ACCMODE != O_RDONLY else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        // A hub that does not read must not hold up the job.
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        (self.registry, self.descriptor) = (registry, descriptor)
        // A thread of its own kind: a job may keep all those that tasks run on.
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "candlewick.telemetry"))
        unsafe self.timer = timer
        let seconds = Double(interval.components.seconds) + Double(interval.components.attoseconds) / 1e18
        timer.schedule(deadline: .now() + seconds, repeating: seconds)
        timer.setEventHandler { [weak self] in self?.write() }
        timer.resume()
    }

    /// Tells the last counts; waits for the hub at most a second.
    public func finish() {
        unsafe timer.cancel()
        let end = ContinuousClock.now + .seconds(1)
        repeat {
            write()
            guard state.withLock({ !$0.isBroken && !$0.pending.isEmpty }) else { return }
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            // One structure, ours.
            _ = unsafe poll(&wait, 1, 100)
        } while ContinuousClock.now < end
    }

    /// Writes what is new, as much of it as the hub takes.
    func write() {
        state.withLock { state in
            guard !state.isBroken else { return }
            if state.pending.isEmpty { state.pending = news(&state.told) }
            while !state.pending.isEmpty {
                // Reads the bytes during the call.
                let count = unsafe state.pending.withUnsafeBytes {
                    unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                if count < 0 {
                    // The hub is gone: the job goes on without.
                    if errno != EAGAIN { (state.isBroken, state.pending) = (true, []) }
                    return
                }
                state.pending.removeFirst(count)
            }
        }
    }

    private func news(_ told: inout [JobReadings.Key: TelemetryLine]) -> [UInt8] {
        let families = registry.state.withLock { $0.families }
        var bytes: [UInt8] = []
        for (name, family) in families {
            for (labels, series) in family.series {
                let (key, line) = (JobReadings.Key(name: name, labels: labels), TelemetryLine(name, labels, series))
                guard told[key] != line, let text = line.bytes, text.count <= TelemetryLine.longest else { continue }
                told[key] = line
                bytes += text
            }
        }
        return bytes
    }
}
