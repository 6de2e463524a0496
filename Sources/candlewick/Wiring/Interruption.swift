import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM end a job in order; a second one ends the process at once. A signal that whoever started us
/// lets us ignore (`nohup`, a shell's background) stays ignored.
struct Interruption {
    private static let hasBegun = Atomic<Bool>(false)
    private let numbers: [Int32]
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let first = FirstTime()
        let queue = DispatchQueue(label: "signals")
        numbers = [SIGINT, SIGTERM].filter { !Self.isIgnored($0) }
        sources = numbers.map { number in
            // The source sees the signal, the default action must not.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if !first.take() { _exit(128 + number) }
                Self.hasBegun.store(true, ordering: .relaxed)
                stop()
                Terminal.note("\ncandlewick: ending in order; once more to end at once")
            }
            source.resume()
            return source
        }
    }

    /// Whether the process ends in order already.
    static var isUnderWay: Bool { hasBegun.load(ordering: .relaxed) }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        // Only asks; the struct is ours.
        guard unsafe sigaction(number, nil, &action) == 0 else { return false }
        // SIG_IGN is no function but the number 1 in a function pointer's place.
        let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == 1
    }

    /// True once.
    private final class FirstTime: Sendable {
        private let isTaken = Atomic<Bool>(false)
        func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }
    }

    /// Gives the signals back.
    func end() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }
}
