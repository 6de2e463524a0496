/// How a metric counts.
public enum MetricKind: String, Hashable, Sendable {
    /// Only grows.
    case counter
    /// A reading, up and down.
    case gauge
    /// How often a value was in which range, and the sum of all.
    case histogram
}

/// How readings of several processes become one.
public enum GaugeUnion: Hashable, Sendable {
    /// Connections in use: all together.
    case sum
    /// The state of a breaker: the worst.
    case largest
}
