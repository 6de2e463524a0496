import Access
import Alerting
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Telemetry

/// How the hub is: for Prometheus, for who restarts it, and the alerts.
enum MetricsRoutes {
    static func add(to router: Router<HubRequestContext>, _ services: HubServices) {
        let collector = MetricsCollector(services, logger: Logger(label: "candlewick.metrics"))
        let probe = ReadinessProbe(services, logger: Logger(label: "candlewick.ready"))
        // Open to all: whoever watches the process has no token.
        router.get("healthz") { _, _ in Self.text("ok\n", "text/plain; charset=utf-8") }
        router.get("readyz") { _, _ in try await Self.readiness(probe) }
        // Whether everybody may is a setting, which the door before all endpoints knows.
        router.get("metrics") { _, _ in
            Self.text(await collector.text(), MetricsRegistry.contentType)
        }
        router.group("v1").add(middleware: RoleRequirement(.read)).get("alerts") { _, _ in
            let board = services.alerts
            return try JSONResponse.response(
                AlertList(
                    alerts: board.current, resolved: board.resolved, rules: board.rules.map { AlertList.Rule($0) }))
        }
    }

    private static func text(_ text: String, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private struct Readiness: Encodable {
        struct Check: Encodable {
            var part: String
            var ok: Bool
            var problem: String?
        }

        var ready: Bool
        var checks: [Check]
    }

    private static func readiness(_ probe: ReadinessProbe) async throws -> Response {
        let checks = await probe.checks()
        let isReady = checks.allSatisfy { $0.problem == nil }
        let document = Readiness(
            ready: isReady,
            checks: checks.map {
                Readiness.Check(part: $0.part, ok: $0.problem == nil, problem: $0.problem)
            })
        var response = try JSONResponse.response(document, status: isReady ? .ok : .serviceUnavailable)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

/// The alerts, for machines.
private struct AlertList: Encodable {
    struct Rule: Encodable {
        var name: String
        var enabled: Bool
        var threshold: Double
        var for_seconds: Double
        var severity: String

        init(_ rule: AlertRule) {
            (name, enabled, threshold) = (rule.name.rawValue, rule.isEnabled, rule.threshold)
            (for_seconds, severity) = (rule.hold / .seconds(1), rule.severity.rawValue)
        }
    }

    var alerts: [Alert]
    var resolved: [Alert]
    var rules: [Rule]
}
