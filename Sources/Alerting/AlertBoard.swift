import Synchronization

/// The alerts that hold now, and the ones that held lately.
public final class AlertBoard: Sendable {
    /// Resolved ones that are kept.
    public static let kept = 100

    private struct State {
        var current: [Alert] = []
        var resolved: [Alert] = []
        var rules: [AlertRule] = []
    }

    private let state = Mutex(State())

    /// No alert holds.
    public init() {}

    /// Pending and firing, the worst and oldest first.
    public var current: [Alert] { state.withLock { $0.current } }

    /// Those that fire, the worst and oldest first.
    public var firing: [Alert] { current.filter { $0.state == .firing } }

    /// The newest of those that are good again, newest first.
    public var resolved: [Alert] { state.withLock { $0.resolved } }

    /// The rules that are looked at; none before the first look.
    public var rules: [AlertRule] { state.withLock { $0.rules } }

    /// What holds now, and what is good again, newest first.
    func show(_ current: [Alert], resolved: [Alert], rules: [AlertRule]) {
        state.withLock { $0 = State(current: current, resolved: Array(resolved.prefix(Self.kept)), rules: rules) }
    }
}
