/// What a metric is about.
public struct MetricDescription: Hashable, Sendable {
    /// As Prometheus has it: `candlewick_rows_read_total`.
    public var name: String
    /// How it counts.
    public var kind: MetricKind
    /// A sentence.
    public var help: String
    /// The names of its labels.
    public var labels: [String]
    /// Of a histogram, the upper bounds of its ranges, ascending; the last range has none.
    public var bounds: [Double]
    /// Of a gauge, how readings of several processes become one.
    public var union: GaugeUnion

    /// A metric with all its parts.
    public init(
        _ name: String, _ kind: MetricKind, _ help: String, labels: [String] = [], bounds: [Double] = [],
        union: GaugeUnion = .sum
    ) {
        (self.name, self.kind, self.help) = (name, kind, help)
        (self.labels, self.bounds, self.union) = (labels, bounds, union)
    }

    /// Seconds from half a millisecond to five minutes.
    public static let seconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]
}
