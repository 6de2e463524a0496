public import CoreMetrics

/// swift-metrics over a registry: `MetricsSystem.bootstrap(RegistryMetricsFactory(registry))`.
///
/// Counters are named `…_total` and timers `…_seconds`, whether their labels are or not; recorders that aggregate are
/// histograms. What the registry does not keep is counted nowhere.
public struct RegistryMetricsFactory: MetricsFactory {
    private let registry: MetricsRegistry

    /// Counts into this registry.
    public init(_ registry: MetricsRegistry) { self.registry = registry }

    private func named(_ label: String, _ suffix: String) -> String {
        let name = MetricName.cleaned(label)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// A counter of whole amounts.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        guard case .counter(let counter)? = registry.find(named(label, "_total"), .counter, dimensions) else {
            return NOOPMetricsHandler.instance
        }
        return CountingHandler(counter)
    }

    /// A counter of any amounts.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        guard case .counter(let counter)? = registry.find(named(label, "_total"), .counter, dimensions) else {
            return NOOPMetricsHandler.instance
        }
        return CountingHandler(counter)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        guard case .gauge(let gauge)? = registry.find(MetricName.cleaned(label), .gauge, dimensions) else {
            return NOOPMetricsHandler.instance
        }
        return ReadingHandler(gauge)
    }

    /// A histogram, or a gauge where it does not aggregate.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        let name = MetricName.cleaned(label)
        switch registry.find(name, aggregate ? .histogram : .gauge, dimensions) {
        case .histogram(let histogram)?: return RangeHandler(histogram)
        case .gauge(let gauge)?: return ReadingHandler(gauge)
        default: return NOOPMetricsHandler.instance
        }
    }

    /// A histogram of seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        guard case .histogram(let histogram)? = registry.find(named(label, "_seconds"), .histogram, dimensions) else {
            return NOOPMetricsHandler.instance
        }
        return RangeHandler(histogram)
    }

    /// Series stay as long as the registry.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Series stay as long as the registry.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Series stay as long as the registry.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Series stay as long as the registry.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Series stay as long as the registry.
    public func destroyTimer(_ handler: any TimerHandler) {}
}

private final class CountingHandler: CounterHandler, FloatingPointCounterHandler {
    private let counter: AtomicDouble

    init(_ counter: AtomicDouble) { self.counter = counter }

    func increment(by amount: Int64) { if amount > 0 { counter.add(Double(amount)) } }
    func increment(by amount: Double) { if amount > 0, amount.isFinite { counter.add(amount) } }
    // What is told to others only grows.
    func reset() {}
}

private final class ReadingHandler: MeterHandler, RecorderHandler {
    private let gauge: GaugeSeries

    init(_ gauge: GaugeSeries) { self.gauge = gauge }

    func set(_ value: Int64) { gauge.own.set(Double(value)) }
    func set(_ value: Double) { gauge.own.set(value) }
    func increment(by amount: Double) { gauge.own.add(amount) }
    func decrement(by amount: Double) { gauge.own.add(-amount) }
    func record(_ value: Int64) { gauge.own.set(Double(value)) }
    func record(_ value: Double) { gauge.own.set(value) }
}

private final class RangeHandler: TimerHandler, RecorderHandler {
    private let histogram: HistogramSeries

    init(_ histogram: HistogramSeries) { self.histogram = histogram }

    func recordNanoseconds(_ duration: Int64) { histogram.observe(Double(duration) / 1e9) }
    func record(_ value: Int64) { histogram.observe(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
}
