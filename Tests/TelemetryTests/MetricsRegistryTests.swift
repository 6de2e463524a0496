import CoreMetrics
import Testing

@testable import Telemetry

@Suite struct MetricsRegistryTests {
    private static let few = [
        MetricDescription("things_total", .counter, "Things.", labels: ["kind"]),
        MetricDescription("level", .gauge, "A level."),
        MetricDescription("worst", .gauge, "The worst.", union: .largest),
        MetricDescription("wait_seconds", .histogram, "Waits.", bounds: [0.1, 1]),
    ]

    @Test func counters_countedByManyThreads_loseNothing() async {
        let registry = MetricsRegistry(Self.few)
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<1000 { registry.add(1, to: "things_total", [("kind", "a")]) } }
            }
        }
        #expect(registry.values(of: "things_total").map(\.value) == [8000])
    }

    @Test func counters_giventNothingOrLess_stayAsTheyAre() {
        let registry = MetricsRegistry(Self.few)
        for amount in [0, -1, Double.nan, .infinity] { registry.add(amount, to: "things_total") }
        registry.add(2, to: "things_total")
        #expect(registry.values(of: "things_total").map(\.value) == [2])
    }

    @Test func series_moreThanTheLimit_areDroppedAndCounted() {
        var limits = MetricsRegistry.Limits()
        (limits.series, limits.ofOneName) = (30, 20)
        let registry = MetricsRegistry(Self.few, limits: limits)
        for number in 0..<100 { registry.add(1, to: "things_total", [("kind", "\(number)")]) }
        for number in 0..<100 { registry.set("other", 1, [("kind", "\(number)")]) }
        #expect(registry.values(of: "things_total").count == 20)
        #expect(registry.values(of: "other").count == 10)
        #expect(registry.text.contains("\ncandlewick_metrics_dropped_total 170\n"))
        // What is known goes on counting.
        registry.add(1, to: "things_total", [("kind", "3")])
        #expect(registry.values(of: "things_total").contains { $0.labels["kind"] == "3" && $0.value == 2 })
    }

    @Test(arguments: ["", "le", "__name__", "a-b", "1a", "a b", String(repeating: "a", count: 65)])
    func labels_whoseNameIsNone_areRefused(name: String) {
        #expect(MetricLabels([(name, "x")]) == nil)
    }

    @Test func labels_twiceOrTooMany_areRefused() {
        #expect(MetricLabels([("a", "1"), ("a", "2")]) == nil)
        #expect(MetricLabels((0..<9).map { ("a\($0)", "x") }) == nil)
        #expect(MetricLabels([("a", String(repeating: "x", count: 500))])?["a"]?.count == 120)
    }

    @Test func name_usedAsTwoKinds_keepsTheFirst() {
        let registry = MetricsRegistry(Self.few)
        registry.add(1, to: "things_total")
        registry.set("things_total", 5)
        #expect(registry.values(of: "things_total").map(\.value) == [1])
    }

    @Test func readings_replaced_forgetWhatIsGone() {
        let registry = MetricsRegistry(Self.few)
        registry.replace("level", [([("tier", "A")], 1), ([("tier", "B")], 2)])
        registry.replace("level", [([("tier", "B")], 3)])
        #expect(registry.values(of: "level").map(\.value) == [3])
    }

    @Test func factory_allInstruments_arriveUnderTheirNames() {
        let registry = MetricsRegistry(Self.few)
        let factory = RegistryMetricsFactory(registry)
        Counter(label: "things", dimensions: [("kind", "x")], factory: factory).increment(by: 3)
        FloatingPointCounter(label: "things", dimensions: [("kind", "x")], factory: factory).increment(by: 0.5)
        let meter = Meter(label: "level", factory: factory)
        meter.set(4)
        meter.increment(by: 2)
        meter.decrement()
        Gauge(label: "http.server.level", factory: factory).record(9)
        Recorder(label: "sizes", factory: factory).record(7)
        Timer(label: "wait", factory: factory).recordMilliseconds(500)
        #expect(registry.values(of: "things_total").map(\.value) == [3.5])
        #expect(registry.values(of: "level").map(\.value) == [5])
        #expect(registry.values(of: "http_server_level").map(\.value) == [9])
        #expect(registry.values(of: "sizes").map(\.value) == [1])
        #expect(registry.text.contains("wait_seconds_bucket{le=\"0.1\"} 0\nwait_seconds_bucket{le=\"1\"} 1\n"))
    }

    @Test func catalogue_everyMetric_isNamedAsPrometheusHasIt() {
        let all = MetricCatalogue.all
        #expect(Set(all.map(\.name)).count == all.count)
        for metric in all {
            #expect(MetricName.isValid(metric.name, withColon: false), "\(metric.name)")
            #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter), "\(metric.name)")
            #expect(metric.bounds.isEmpty == (metric.kind != .histogram), "\(metric.name)")
            #expect(MetricLabels(metric.labels.map { ($0, "x") }) != nil, "\(metric.name)")
            #expect(metric.help.hasSuffix("."), "\(metric.name)")
        }
    }
}
