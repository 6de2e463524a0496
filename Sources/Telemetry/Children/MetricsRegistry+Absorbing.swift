import Synchronization

/// What a job has told last.
struct JobReadings {
    struct Key: Hashable {
        var name: String
        var labels: MetricLabels
    }

    var counters: [Key: Double] = [:]
    var histograms: [Key: HistogramSeries.Reading] = [:]
    var gauges: Set<Key> = []

    func knows(_ key: Key) -> Bool {
        counters[key] != nil || histograms[key] != nil || gauges.contains(key)
    }

    var count: Int { counters.count + histograms.count + gauges.count }
}

extension MetricsRegistry {
    /// The most that a job can have counted: beyond it a Double loses single counts.
    private static let most = 9_007_199_254_740_992.0

    /// Adds what a job has counted since it told it last. What is no line of a job's, or names a metric that nobody knows,
    /// is refused and counted.
    ///
    /// - Parameters:
    ///   - line: with or without its line end.
    ///   - job: which process, by a name that no other has.
    public func absorb(line: some Collection<UInt8>, from job: String) {
        guard let line = TelemetryLine(line), let known = catalogue[line.name], known.kind.rawValue == line.kind,
            let labels = MetricLabels(line.labels.map { ($0.key, $0.value) }),
            absorb(line, known, JobReadings.Key(name: line.name, labels: labels), job)
        else { return refusedLines.add(1) }
    }

    /// A job is gone: its readings are too, what it has counted stays.
    public func forget(job: String) {
        let gone = state.withLock { $0.jobs.removeValue(forKey: job)?.gauges ?? [] }
        for key in gone {
            if case .gauge(let gauge)? = find(key.name, .gauge, key.labels) { gauge.set(nil, of: job) }
        }
    }

    private func absorb(
        _ line: TelemetryLine, _ known: MetricDescription, _ key: JobReadings.Key, _ job: String
    ) -> Bool {
        let hasRoom = state.withLock { state in
            guard let readings = state.jobs[job] else { return state.jobs.count < limits.jobs }
            return readings.knows(key) || readings.count < limits.series
        }
        guard hasRoom else { return false }
        switch known.kind {
        case .gauge:
            guard let value = line.value, value.isFinite, case .gauge(let gauge)? = find(line.name, .gauge, key.labels)
            else { return false }
            state.withLock { _ = $0.jobs[job, default: JobReadings()].gauges.insert(key) }
            gauge.set(value, of: job)
        case .counter:
            guard let value = line.value, (0...Self.most).contains(value),
                case .counter(let counter)? = find(line.name, .counter, key.labels)
            else { return false }
            let before = state.withLock { state in
                let before = state.jobs[job]?.counters[key] ?? 0
                state.jobs[job, default: JobReadings()].counters[key] = value
                return before
            }
            // One that began again has nothing new to tell yet.
            if value > before { counter.add(value - before) }
        case .histogram:
            guard let counts = line.counts, let sum = line.sum, sum.isFinite, counts.count == known.bounds.count + 1,
                counts.allSatisfy({ (0...Self.most).contains($0) }),
                case .histogram(let histogram)? = find(line.name, .histogram, key.labels)
            else { return false }
            let reading = HistogramSeries.Reading(counts: counts, sum: sum)
            let before = state.withLock { state in
                let before = state.jobs[job]?.histograms[key]
                state.jobs[job, default: JobReadings()].histograms[key] = reading
                return before ?? HistogramSeries.Reading(counts: counts.map { _ in 0 })
            }
            let differences = zip(counts, before.counts).map { $0 - $1 }
            guard differences.allSatisfy({ $0 >= 0 }) else { return true }
            histogram.add(HistogramSeries.Reading(counts: differences, sum: sum - before.sum))
        }
        return true
    }
}
