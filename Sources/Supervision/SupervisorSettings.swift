/// How processes are run.
public struct SupervisorSettings: Sendable {
    /// The program.
    public var executable = "/proc/self/exe"
    /// What every command gets besides its own options: where the store, the settings and the adapters are.
    public var options: [String] = []
    /// The environment of all of them; secrets come this way, and not by arguments.
    public var environment: [String: String] = [:]
    /// Jobs at once.
    public var jobs = 2
    /// Tasks at once.
    public var tasks = 2
    /// How many may wait.
    public var waiting = 32
    /// How many runs are remembered after their end.
    public var remembered = 200
    /// How long a process may take to end in order.
    public var patience = Duration.seconds(8)

    /// The usual ones.
    public init() {}
}
