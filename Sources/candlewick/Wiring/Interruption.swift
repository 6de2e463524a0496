import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM end a job in order; a second one ends the process at once.
final class Interruption: Sendable {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let seen = Atomic<Bool>(false)
        let shared = Shared(seen: seen)
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM].map { number in
            // The source sees the signal, the default action must not.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if shared.seen.exchange(true, ordering: .relaxed) { _exit(128 + number) }
                Terminal.note("\ncandlewick: ending in order; once more to end at once")
                stop()
            }
            source.resume()
            return source
        }
    }

    private final class Shared: Sendable {
        let seen: Atomic<Bool>
        init(seen: consuming Atomic<Bool>) { self.seen = seen }
    }

    /// Gives the signals back.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
