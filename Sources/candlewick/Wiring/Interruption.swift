import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM end a job in order; a second one ends the process at once.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let first = FirstTime()
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM].map { number in
            // The source sees the signal, the default action must not.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if !first.take() { _exit(128 + number) }
                Terminal.note("\ncandlewick: ending in order; once more to end at once")
                stop()
            }
            source.resume()
            return source
        }
    }

    /// True once.
    private final class FirstTime: Sendable {
        private let isTaken = Atomic<Bool>(false)
        func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
    }

    /// Gives the signals back.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
