import Synchronization

/// A metric with one set of labels.
enum MetricSeries: Sendable {
    case counter(AtomicDouble)
    case gauge(GaugeSeries)
    case histogram(HistogramSeries)

    init(_ description: MetricDescription) {
        switch description.kind {
        case .counter: self = .counter(AtomicDouble())
        case .gauge: self = .gauge(GaugeSeries(description.union))
        case .histogram: self = .histogram(HistogramSeries(description.bounds))
        }
    }
}

/// A reading of this process, and those of its jobs.
final class GaugeSeries: Sendable {
    let own = AtomicDouble()
    private let union: GaugeUnion
    private let others = Mutex<[String: Double]>([:])

    init(_ union: GaugeUnion) { self.union = union }

    var value: Double {
        let others = others.withLock { Array($0.values) }
        switch union {
        case .sum: return others.reduce(own.value, +)
        case .largest: return others.reduce(own.value, max)
        }
    }

    /// What a job reads; nil when it is gone.
    func set(_ value: Double?, of job: String) { others.withLock { $0[job] = value } }
}

/// How often a value was in which range.
final class HistogramSeries: Sendable {
    struct Reading: Hashable, Sendable {
        /// One more than there are bounds; not added up.
        var counts: [Double]
        var sum = 0.0

        var count: Double { counts.reduce(0, +) }
    }

    let bounds: [Double]
    private let state: Mutex<Reading>

    init(_ bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(Reading(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    var reading: Reading { state.withLock { $0 } }

    /// Nothing that is no number is counted.
    func observe(_ value: Double) {
        guard value.isFinite else { return }
        let place = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[place] += 1
            state.sum += value
        }
    }

    /// As many counts as there are ranges.
    func add(_ difference: Reading) {
        state.withLock { state in
            for index in state.counts.indices { state.counts[index] += difference.counts[index] }
            state.sum += difference.sum
        }
    }
}
