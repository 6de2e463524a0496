import Synchronization

/// How many rows of a job or a stream are through, readable while it runs, and the way to stop it in order.
public final class RowMeter: Sendable {
    private let total = Atomic<Int>(0)
    private let done = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)

    /// A meter at zero.
    public init() {}

    /// Rows to read in all, 0 until it is known.
    public var rowsTotal: Int { total.load(ordering: .relaxed) }

    /// Rows that are through.
    public var rowsDone: Int { done.load(ordering: .relaxed) }

    /// Says how many rows there are to read.
    public func expect(_ rows: Int) { total.store(rows, ordering: .relaxed) }

    /// Says that so many more are through.
    public func add(_ rows: Int) { done.wrappingAdd(rows, ordering: .relaxed) }

    /// Asks to end in order: what is written stays.
    public func stop() { stopping.store(true, ordering: .relaxed) }

    /// Whether it was asked to end.
    public var isStopping: Bool { stopping.load(ordering: .relaxed) }
}
