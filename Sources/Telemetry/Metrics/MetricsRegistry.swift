import Synchronization

/// All counts and readings of this process and of its jobs, by name and labels.
///
/// Bounded: series beyond the limits are not kept, and how many these were is a metric itself. Counting takes no lock but
/// the histogram's own; only finding a series by its labels takes the registry's.
public final class MetricsRegistry: Sendable {
    /// How many series there may be in all, and of one name.
    public struct Limits: Hashable, Sendable {
        /// In all.
        public var series = 4000
        /// Of one name.
        public var ofOneName = 1000
        /// Processes that report at a time.
        public var jobs = 64

        /// The usual ones.
        public init() {}
    }

    struct Family {
        var description: MetricDescription
        var series: [MetricLabels: MetricSeries] = [:]
    }

    struct State {
        var families: [String: Family] = [:]
        var count = 0
        var jobs: [String: JobReadings] = [:]
    }

    /// What there is to know of metrics by their names; others have no help and the usual bounds.
    let catalogue: [String: MetricDescription]
    let limits: Limits
    let state = Mutex(State())
    let dropped = AtomicDouble()
    let refusedLines = AtomicDouble()

    /// Nothing counted yet.
    public init(_ catalogue: [MetricDescription] = MetricCatalogue.all, limits: Limits = Limits()) {
        self.catalogue = Dictionary(catalogue.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.limits = limits
    }

    /// Adds to a counter.
    public func add(_ amount: Double, to name: String, _ labels: [(String, String)] = []) {
        guard amount > 0, amount.isFinite, case .counter(let counter)? = find(name, .counter, labels) else { return }
        counter.add(amount)
    }

    /// Notes a reading.
    public func set(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        guard case .gauge(let gauge)? = find(name, .gauge, labels) else { return }
        gauge.own.set(value)
    }

    /// Notes all readings of a name: series that are not among them are gone.
    public func replace(_ name: String, _ readings: [(labels: [(String, String)], value: Double)]) {
        let wanted = Set(readings.compactMap { MetricLabels($0.labels) })
        state.withLock { state in
            guard var family = state.families[name], family.description.kind == .gauge else { return }
            let before = family.series.count
            family.series = family.series.filter { wanted.contains($0.key) }
            state.count -= before - family.series.count
            state.families[name] = family
        }
        for reading in readings { set(name, reading.value, reading.labels) }
    }

    /// Counts a value in its range.
    public func observe(_ name: String, _ value: Double, _ labels: [(String, String)] = []) {
        guard case .histogram(let histogram)? = find(name, .histogram, labels) else { return }
        histogram.observe(value)
    }

    /// Counts and readings of a name, by labels; of histograms the number of values.
    public func values(of name: String) -> [(labels: MetricLabels, value: Double)] {
        let series = state.withLock { $0.families[name]?.series ?? [:] }
        return series.map { labels, series in
            switch series {
            case .counter(let counter): (labels, counter.value)
            case .gauge(let gauge): (labels, gauge.value)
            case .histogram(let histogram): (labels, histogram.reading.count)
            }
        }
    }

    /// The series of that name and these labels, made where it is not there; nil, and counted as dropped, where the limits
    /// do not let it be made, the labels are none, or the name belongs to another kind.
    func find(_ name: String, _ kind: MetricKind, _ labels: [(String, String)]) -> MetricSeries? {
        guard let labels = MetricLabels(labels) else {
            dropped.add(1)
            return nil
        }
        return find(name, kind, labels)
    }

    func find(_ name: String, _ kind: MetricKind, _ labels: MetricLabels) -> MetricSeries? {
        let found = state.withLock { state -> MetricSeries? in
            var family = state.families[name] ?? Family(description: description(name, kind))
            guard family.description.kind == kind else { return nil }
            if let known = family.series[labels] { return known }
            guard state.count < limits.series, family.series.count < limits.ofOneName else { return nil }
            let new = MetricSeries(family.description)
            family.series[labels] = new
            state.families[name] = family
            state.count += 1
            return new
        }
        if found == nil { dropped.add(1) }
        return found
    }

    private func description(_ name: String, _ kind: MetricKind) -> MetricDescription {
        catalogue[name] ?? MetricDescription(name, kind, "", bounds: MetricDescription.seconds)
    }
}
