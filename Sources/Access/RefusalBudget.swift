import MarketData
import Synchronization

/// How many refusals a minute are noted in the audit log, so that nobody can fill the ledger by being refused.
public final class RefusalBudget: Sendable {
    /// Refusals a minute that are noted.
    static let most = 30
    private static let window: Int64 = 60 * 1_000_000_000

    private struct Count {
        var noted = 0
        var passedOver = 0
        var end = Timestamp(nanoseconds: .min)
    }

    private let now: @Sendable () -> Timestamp
    private let count = Mutex(Count())

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// Whether a refusal is to be noted: how many before it were not; nil where it is not either.
    public func take() -> Int? {
        let now = now()
        return count.withLock { count in
            if count.end <= now {
                (count.noted, count.end) = (0, Timestamp(nanoseconds: now.nanoseconds + Self.window))
            }
            guard count.noted < Self.most else {
                count.passedOver += 1
                return nil
            }
            count.noted += 1
            defer { count.passedOver = 0 }
            return count.passedOver
        }
    }
}
