/// Pauses between attempts: exponential, a random part of each (full jitter), so that many clients of a server that
/// comes back do not come at once.
struct Backoff: Sendable, Hashable {
    let first: Duration
    let longest: Duration

    /// The pause before an attempt, the first being 0 and immediate. `chance` is in 0..<1.
    func pause(before attempt: Int, chance: Double) -> Duration {
        if attempt == 0 { return .zero }
        // 2 to the 30th of any pause is beyond the longest.
        return min(longest, first * (1 << min(attempt - 1, 30))) * chance
    }
}
