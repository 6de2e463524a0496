import Foundation

/// A series as a job tells it to the hub: all that it has counted, one JSON object a line.
struct TelemetryLine: Codable, Hashable {
    /// Lines that are longer are none.
    static let longest = 4096

    var name: String
    var kind: String
    var labels: [String: String]
    /// Of a counter or a gauge.
    var value: Double?
    /// Of a histogram.
    var counts: [Double]?
    var sum: Double?

    init(_ name: String, _ labels: MetricLabels, _ series: MetricSeries) {
        self.name = name
        self.labels = Dictionary(uniqueKeysWithValues: labels.pairs.map { ($0.name, $0.value) })
        switch series {
        case .counter(let counter): (kind, value) = (MetricKind.counter.rawValue, counter.value)
        case .gauge(let gauge): (kind, value) = (MetricKind.gauge.rawValue, gauge.value)
        case .histogram(let histogram):
            let reading = histogram.reading
            (kind, counts, sum) = (MetricKind.histogram.rawValue, reading.counts, reading.sum)
        }
    }

    /// Nil for what is none.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= Self.longest else { return nil }
        // What cannot be read is refused by who asks, and counted.
        guard let line = try? JSONDecoder().decode(Self.self, from: Foundation.Data(bytes)) else { return nil }
        self = line
    }

    /// With its line end; nil for a reading that is no number.
    var bytes: [UInt8]? {
        guard [value, sum].allSatisfy({ $0?.isFinite ?? true }) else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Numbers that are finite, and texts: nothing in it can fail.
        guard let bytes = try? encoder.encode(self) else { return nil }
        return Array(bytes) + [10]
    }
}
