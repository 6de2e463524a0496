import Dispatch
import Glibc
import HubServer
import Logging
import ServiceLifecycle
import Supervision

/// Runs the hub's services until the process is told to end, and ends them in order within ten seconds: no new requests,
/// streams closed with a reason, processes asked to end. Told a second time it ends at once.
struct HubStopping {
    /// What processes take at most, and a little more.
    private static let patience = Duration.seconds(9)
    /// Whatever hangs.
    private static let last = 9.8
    private let hub: HubServices

    init(_ hub: HubServices) { self.hub = hub }

    func run(_ services: [any Service], logger: Logger) async throws {
        var all = services
        let notice = ServiceNotice()
        if let notice, let interval = notice.interval {
            all.insert(WatchdogService(notice: notice, interval: interval), at: 0)
        }
        var configuration = ServiceGroupConfiguration(
            services: all.map { .init(service: $0) }, gracefulShutdownSignals: [], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.patience
        let group = ServiceGroup(configuration: configuration)
        let supervisor = hub.supervisor
        let interruption = Interruption {
            notice?.send("STOPPING=1")
            // At the same time as the others, not after them.
            supervisor.close()
            Task.detached { await group.triggerGracefulShutdown() }
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.last) {
                Terminal.note("candlewick: something did not end in time; the ledger says which jobs can be resumed")
                _exit(ExitStatus.failed.rawValue)
            }
        }
        defer { interruption.end() }
        try await group.run()
    }
}
