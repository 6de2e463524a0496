/// What an adapter in a worker process may use.
public struct WorkerLimits: Hashable, Sendable {
    /// Seconds that one call may take.
    public var callSeconds: Double
    /// Bytes of memory of its own.
    public var memory: Int

    /// 30 seconds a call, 1 GiB.
    public init(callSeconds: Double = 30, memory: Int = 1 << 30) {
        (self.callSeconds, self.memory) = (callSeconds, memory)
    }

    /// Seconds that starting a process and loading a library may take.
    static let loadSeconds = 20.0
}
