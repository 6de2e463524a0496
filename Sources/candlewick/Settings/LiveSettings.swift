import Live

/// `[live]`: how much the live streams keep, and for how many readers.
struct LiveSettings {
    var limits = LiveLimits()
    /// Seconds from one sign of life to the next; nil for the usual ones.
    var heartbeat: Int?

    static let keys = ["live": ["events", "max_megabytes", "queue", "readers", "heartbeat"]]

    mutating func read(_ table: TOMLFile) throws {
        func read(_ key: String, _ range: ClosedRange<Int>, _ usual: Int) throws -> Int {
            try table.integer("live", key, in: range) ?? usual
        }
        limits.events = try read("events", 16...1_000_000, limits.events)
        limits.bytes = try read("max_megabytes", 1...1024, limits.bytes >> 20) << 20
        limits.lag = try read("queue", 16...1_000_000, min(limits.lag, limits.events))
        limits.readers = try read("readers", 1...100_000, limits.readers)
        heartbeat = try table.integer("live", "heartbeat", in: 1...60)
        guard limits.lag <= limits.events else {
            throw table.wrong("live", "queue", "at most events, \(limits.events): no more is kept for anybody")
        }
    }
}
