/// How often something is done with each reply, so that all of it takes a bounded time whatever the cases are.
struct CheckBudget {
    /// Bytes to decode in all, with what a session costs beside them.
    static let bytes = 48 << 20
    /// What a session costs, in bytes.
    static let session = 2000

    /// Plays for each reply of a case.
    static func plays(_ steady: SteadyCase, of all: [SteadyCase]) -> Int {
        let replies = all.reduce(0) { $0 + $1.recorded.exchanges.count }
        return max(24, bytes / max(1, replies) / (steady.size + session))
    }
}
