/// What a process keeps when it gives up everything else.
/// Only who names a `report` says something unsafe.
@safe public struct Rights {
    /// Bytes of memory that it may take beyond what it has when it gives up the rest.
    public var memory: Int
    /// The one descriptor that it may read and write: a connected socket. Not 0, 1 or 2.
    public var socket: Int32
    /// Further descriptors that stay open, though no call may use them; shared memory is mapped before. Not 0, 1 or 2.
    public var descriptors: [Int32]
    /// The process that this one must not outlive, nil for none: its parent, looked for once a second.
    public var parent: Int32?
    /// Eight aligned bytes of memory shared with the host, for `ForbiddenCall.init(report:)`; mapped until the process ends.
    public var report: UnsafeMutablePointer<UInt64>?

    /// These rights, without a report.
    public init(memory: Int, socket: Int32, descriptors: [Int32] = [], parent: Int32? = nil) {
        self.memory = memory
        self.socket = socket
        self.descriptors = descriptors
        self.parent = parent
        unsafe report = nil
    }
}
