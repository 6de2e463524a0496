public import MarketData

/// How much counters grew within the last minutes: a pure value, given what they say from time to time.
public struct CounterWindow: Sendable {
    private struct Sample {
        var time: Timestamp
        var counts: [String: Double]
    }

    private let length: Int64
    private var samples: [Sample] = []

    /// A window of that length.
    public init(_ length: Duration) { self.length = length.nanoseconds }

    /// Notes what counters say, and gives by how much each grew since the newest note that is as old as the window, or the
    /// oldest there is. One that is new grew from nothing.
    public mutating func growth(_ counts: [String: Double], at now: Timestamp) -> [String: Double] {
        // A clock that was set back begins anew.
        if let last = samples.last, last.time.nanoseconds > now.nanoseconds { samples = [] }
        let isFirst = samples.isEmpty
        samples.append(Sample(time: now, counts: counts))
        let edge = now.nanoseconds - length
        while samples.count > 1, samples[1].time.nanoseconds <= edge { samples.removeFirst() }
        // Before the first note nothing is known of when they grew.
        if isFirst { return counts.mapValues { _ in 0 } }
        let base = samples[0].counts
        return counts.reduce(into: [:]) { $0[$1.key] = max(0, $1.value - (base[$1.key] ?? 0)) }
    }
}
