import MarketData
import Synchronization

/// Who sends wrong tokens is not listened to for a while; nobody else is hindered.
///
/// An address is one of IPv4, or a /64 of IPv6, which one customer has whole. How many are remembered is bounded: one more
/// takes the place of the one whose time is over first.
public final class FailureLimiter: Sendable {
    /// Wrong tokens within a window after which an address is refused.
    public static let most = 20
    /// Nanoseconds of a window.
    static let window: Int64 = 60 * 1_000_000_000
    /// Addresses that are remembered.
    static let room = 4096

    private struct Record {
        var failures: Int
        var end: Timestamp
    }

    private let now: @Sendable () -> Timestamp
    private let records = Mutex<[RemoteAddress.Network: Record]>([:])

    init(now: @escaping @Sendable () -> Timestamp) { self.now = now }

    /// How many addresses are remembered.
    var count: Int { records.withLock { $0.count } }

    /// Seconds for which an address is not listened to, at least 1; nil where it is.
    public func wait(_ address: RemoteAddress) -> Int? {
        let now = now()
        return records.withLock { records in
            guard let record = records[address.network], record.end > now else { return nil }
            guard record.failures >= Self.most else { return nil }
            return Int((record.end.nanoseconds - now.nanoseconds + 999_999_999) / 1_000_000_000)
        }
    }

    /// An address has sent a wrong token.
    public func note(_ address: RemoteAddress) {
        let now = now()
        records.withLock { records in
            if var record = records[address.network], record.end > now {
                record.failures += 1
                records[address.network] = record
                return
            }
            if records.count >= Self.room, records[address.network] == nil {
                records = records.filter { $0.value.end > now }
                if records.count >= Self.room, let next = records.min(by: { $0.value.end < $1.value.end }) {
                    records[next.key] = nil
                }
            }
            records[address.network] = Record(
                failures: 1, end: Timestamp(nanoseconds: now.nanoseconds + Self.window))
        }
    }
}
