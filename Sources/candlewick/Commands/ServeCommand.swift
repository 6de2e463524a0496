import ArgumentParser
import HubServer
import Live
import Logging
import ServiceLifecycle

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "The hub as a service: API, live stream, dashboard, metrics and scheduler.",
        discussion: """
            Example:
              candlewick serve
              candlewick serve --port 8080

            On 127.0.0.1 everybody on this machine may use it, until a token is made: candlewick token add NAME. Another \
            address wants tokens and TLS, see [serve] in candlewick.toml.
            """)

    @Option(help: "The address to listen on. Otherwise what [serve] of candlewick.toml says, or 127.0.0.1.")
    var address: String?

    @Option(help: "The port; 0 for any that is free. Otherwise what [serve] says, or 8321.")
    var port: Int?

    @OptionGroup var options: StoreOptions
    @OptionGroup var adapters: AdapterOptions
    @OptionGroup var logging: LogOptions

    func validate() throws {
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port must be 0 to 65535") }
    }

    mutating func run() async throws {
        let workspace = try Workspace(options)
        var settings = try ServeExposure.settings(workspace.settings.serve, address: address, port: port)
        settings.chartLibrary = ChartLibrary.path()
        LoggingSystem.bootstrap(logging.handler(workspace.settings.log))
        let logger = Logger(label: "candlewick")
        if let heartbeat = workspace.settings.live.heartbeat { settings.heartbeat = heartbeat }
        settings.connections = OpenFiles.connections(readers: workspace.settings.live.limits.readers, logger)
        // Before anything is opened that counts.
        _ = ProcessMetrics.registry
        let hub = try HubWiring(workspace, options, adapters).services(logger, connections: settings.connections)
        try ServeExposure.check(settings, hub.ledger)
        let (alertsMay, tasksMay) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
        let server = HubServer(hub, settings, logger: logger) { [settings] port in
            alertsMay.continuation.yield()
            tasksMay.continuation.yield()
            let site = settings.site(port: port)
            Terminal.note("candlewick: serving \(site)")
            ServiceNotice()?.send("READY=1\nSTATUS=serving \(site)")
        }
        let watch = AlertWatch(
            hub, rules: workspace.settings.alerts.rules, webhook: try workspace.settings.alerts.notifier(),
            logger: logger)
        // Ended in the opposite order; processes are asked to end as soon as the hub is.
        let services: [any Service] = [
            SupervisorService(supervisor: hub.supervisor),
            AfterStart(start: tasksMay.stream, service: SchedulerService(scheduler: hub.scheduler)),
            AfterStart(start: alertsMay.stream, service: watch), SpareMemory(), server,
        ]
        try await HubStopping(hub).run(services, logger: logger)
    }
}
