import Synchronization

/// Whether the user wants a job to end; set once, from any thread.
final class StopFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Says it.
    func set() { flag.store(true, ordering: .relaxed) }

    /// Whether it was said.
    var isSet: Bool { flag.load(ordering: .relaxed) }
}
