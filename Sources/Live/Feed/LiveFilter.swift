/// Which events somebody wants: those of any of its wishes.
public struct LiveFilter: Hashable, Sendable {
    /// Events of some kinds, of some histories.
    public struct Wish: Hashable, Sendable {
        /// The kinds.
        public var kinds: Set<LiveKind>
        /// The histories; empty for all. Events that are about none (jobs, tasks, alerts) are not kept out by it.
        public var patterns: [LivePattern]

        /// All events, unless something is given.
        public init(_ kinds: Set<LiveKind> = Set(LiveKind.allCases), _ patterns: [LivePattern] = []) {
            (self.kinds, self.patterns) = (kinds, patterns)
        }

        func matches(_ event: LiveEvent) -> Bool {
            guard kinds.contains(event.kind) else { return false }
            guard let subject = event.subject, !patterns.isEmpty else { return true }
            return patterns.contains { $0.matches(subject) }
        }
    }

    /// What is wanted; nothing where it is empty.
    public var wishes: [Wish]

    /// The union of these.
    public init(_ wishes: [Wish]) { self.wishes = wishes }

    /// Everything.
    public static let all = LiveFilter([Wish()])

    func matches(_ event: LiveEvent) -> Bool { wishes.contains { $0.matches(event) } }
}
