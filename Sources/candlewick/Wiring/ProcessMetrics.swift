import CoreMetrics
import Telemetry

/// What this process counts: kept for the hub's own metrics, and of a job told to the hub that started it.
enum ProcessMetrics {
    /// Made, and made the program's, when it is first asked for; a command that nobody watches never does.
    static let registry: MetricsRegistry = {
        let registry = MetricsRegistry()
        MetricsSystem.bootstrap(RegistryMetricsFactory(registry))
        return registry
    }()

    /// Tells the hub that started this process, nil where none did.
    private static let writer = Environment[TelemetryWriter.variable] == nil ? nil : TelemetryWriter(registry)

    /// Begins to tell the hub.
    static func begin() { _ = writer }

    /// Tells it the last counts; before the process ends.
    static func finish() { writer?.finish() }
}
