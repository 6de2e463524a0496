import Foundation

/// Waits between attempts: longer each time, up to two seconds, by chance up to a half less, until patience ends.
struct Patience {
    private let length: Duration
    private var end: ContinuousClock.Instant?
    private var turn = 0

    /// Begins with the first wait.
    init(_ length: Duration) { self.length = length }

    /// When it ends, from now on if it did not begin yet.
    var deadline: ContinuousClock.Instant { end ?? .now + length }

    /// Waits; false when patience has ended.
    mutating func wait() -> Bool {
        let now = ContinuousClock.now
        let end = end ?? now + length
        self.end = end
        let left = now.duration(to: end)
        guard left > .zero else { return false }
        let pause = min(Duration.milliseconds(50) * (1 << min(turn, 6)), .seconds(2)) * Double.random(in: 0.5...1)
        turn += 1
        let seconds = Double(min(pause, left).milliseconds) / 1000
        Thread.sleep(forTimeInterval: seconds)
        return true
    }
}
