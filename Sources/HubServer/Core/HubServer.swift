import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Live
public import Logging
import NIOCore
public import ServiceLifecycle

/// The hub over HTTP.
public struct HubServer: Service {
    private let services: HubServices
    private let settings: HubServerSettings
    private let logger: Logger
    private let onStart: @Sendable (_ port: Int) async -> Void

    /// A server that is not started yet.
    ///
    /// - Parameter onStart: told the port when requests are taken.
    public init(
        _ services: HubServices, _ settings: HubServerSettings, logger: Logger,
        onStart: @escaping @Sendable (_ port: Int) async -> Void
    ) { (self.services, self.settings, self.logger, self.onStart) = (services, settings, logger, onStart) }

    /// Serves until it is stopped in order.
    public func run() async throws {
        let application = Application(
            responder: HeadResponder(Self.router(services, settings).buildResponder()),
            server: try settings.server(
                .http1(
                    configuration: HTTP1Channel.Configuration(
                        additionalChannelHandlers: [BodyDeadline(settings.bodyPatience)]
                            + LiveRoutes.handlers(services, settings)(),
                        idleTimeout: .seconds(75),
                        httpDecoderConfiguration: .init(
                            maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 128)))),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.address, port: settings.port), serverName: "candlewick",
                availableConnectionsDelegate: MaximumAvailableConnections(settings.connections)),
            services: [
                LiveWatch(
                    services, every: settings.liveTiming.look, gapsEvery: settings.liveTiming.gaps, logger: logger)
            ],
            onServerRunning: { channel in await onStart(channel.localAddress?.port ?? 0) }, logger: logger)
        let live = services.live
        try await withGracefulShutdownHandler {
            do {
                try await application.run()
            } catch let error as IOError {
                throw AddressProblem(error, settings)
            }
        } onGracefulShutdown: {
            // Who listens is told why it ends; the server waits for all answers, of which these would never end.
            live.close(.stopping)
        }
    }

    /// Everything that is answered.
    static func router(
        _ services: HubServices, _ settings: HubServerSettings
    ) -> Router<HubRequestContext> {
        let endpoints = KnownEndpoints()
        let router = routes(services, settings, endpoints)
        endpoints.set(router.routes.map { ($0.path.description, $0.method) })
        UnknownMethods.add(to: router)
        return router
    }

    /// The paths that there are, each with its own methods alone.
    static func routes(
        _ services: HubServices, _ settings: HubServerSettings, _ endpoints: KnownEndpoints = KnownEndpoints()
    ) -> Router<HubRequestContext> {
        let router = Router(context: HubRequestContext.self)
        let dashboard = Dashboard.make(services, settings)
        router.add(middleware: RequestInstruments())
        router.add(middleware: SecurityHeaders(settings: settings))
        router.add(middleware: Compression())
        router.add(middleware: ProblemMiddleware())
        router.add(middleware: PageProblems(dashboard: dashboard))
        router.add(middleware: RequestLimits())
        AccessRoutes.guardAll(router, services, settings, endpoints)
        // Behind the gate it is known who asks, and the page says so.
        router.add(middleware: PageProblems(dashboard: dashboard, leavesLogin: true))
        DataRoutes.add(to: router, services)
        StateRoutes.add(to: router, services)
        let jobs = JobRoutes(
            services: services,
            changes: WorkChanges(services: services, answers: IdempotentAnswers(now: services.now)))
        WorkRoutes.add(to: router, jobs)
        LiveRoutes.add(to: router, services, settings)
        AccessRoutes.add(to: router, services, settings)
        MetricsRoutes.add(to: router, services)
        DashboardRoutes.add(to: router, dashboard, jobs)
        return router
    }
}

extension HubServerSettings {
    /// HTTP as it is, or within TLS.
    func server(_ plain: HTTPServerBuilder) throws -> HTTPServerBuilder {
        guard let tls else { return plain }
        return try .tls(plain, tlsConfiguration: tls.configuration)
    }
}
