import Access
import Alerting
import Foundation
import HTTPTypes
import Hummingbird
import Ingestion
import Live
import Logging
import MarketData
import NIOCore
import NIOPosix
import Scheduling
import Storage
import StorageSQLite
import Supervision
import Synchronization
import Telemetry

@testable import HubServer

/// Everything that the hub answers, without a network: who asks and how is the test's to say.
final class GuardedHub: Sendable {
    /// A method and an endpoint as it was registered.
    struct Route: Sendable, CustomStringConvertible {
        var method: HTTPRequest.Method
        var path: String
        var description: String { "\(method) \(path)" }
    }

    /// All that it answers.
    let routes: [Route]
    let access: AccessControl
    let ledger: SQLiteLedger
    let clock: TestClock
    private let responder: RouterResponder<HubRequestContext>
    // A context wants a connection; nothing is sent on it.
    private let channel: any Channel
    private let folder: URL

    /// - Parameter change: of the usual settings.
    init(_ change: (inout HubServerSettings) -> Void = { _ in }) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        let database = try SQLiteDatabase(path: folder.appending(path: "store.db").path, mode: .create)
        try database.migrate()
        let (store, ledger) = (SQLiteStore(database), SQLiteLedger(database))
        self.ledger = ledger
        let clock = TestClock()
        let access = AccessControl(ledger) { clock.now }
        self.access = access
        let services = HubServices(
            store: store, identity: try store.identity(), ledger: ledger, sources: { [] }, adapters: { [] },
            scope: SurveyScope(), access: access,
            supervisor: Supervisor(SupervisorSettings(), ledger: ledger, listeners: .init(), now: { clock.now }),
            scheduler: Scheduler(
                [], ledger: ledger, owner: "test", clock: WallClock { clock.now },
                work: { _, _ in TaskOutcome(.completed, "") }),
            live: LiveFeed(), metrics: MetricsRegistry(), alerts: AlertBoard(),
            version: "1.2.3", now: { clock.now })
        var settings = HubServerSettings()
        change(&settings)
        let router = HubServer.router(services, settings)
        // Those with methods of their own; what answers other methods is no endpoint.
        routes = HubServer.routes(services, settings).routes.map { Route(method: $0.method, path: $0.path.description) }
        responder = router.buildResponder()
        channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        self.clock = clock
    }

    deinit {
        channel.close(promise: nil)
        // What is left behind is in the system's temporary folder; a test cannot do more about it.
        try? FileManager.default.removeItem(at: folder)
    }

    /// A clock that a test sets.
    final class TestClock: Sendable {
        private let seconds = Mutex<Double>(1_700_000_000)
        var now: Timestamp { Timestamp(nanoseconds: Int64(seconds.withLock { $0 } * 1e9)) }
        func advance(_ step: Double) { seconds.withLock { $0 += step } }
    }

    /// A token that another process made; seen at once.
    func token(_ name: String, _ role: Role, days: Int? = nil) async throws -> String {
        let made = try await access.addToken(name, role: role, lifetime: days.map(TokenLifetime.nanoseconds))
        guard let made else { throw CocoaError(.fileWriteFileExists) }
        return made.secret.text
    }

    /// Asks for something.
    ///
    /// - Parameters:
    ///   - token: sent as a bearer token.
    ///   - peer: who has the connection.
    ///   - host: the header Host; nil for none.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, _ headers: HTTPFields = HTTPFields(),
        body: String = "", peer: String = "127.0.0.1", host: String? = "127.0.0.1:8321"
    ) async throws -> Answer {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: host, path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
        var context = HubRequestContext(
            source: ApplicationRequestContextSource(channel: channel, logger: Logger(label: "test") { _ in Silence() }))
        context.origin = peer
        let response = try await responder.respond(to: request, context: context)
        // Of streams that have no end only the head is looked at.
        let isEndless = response.headers[.contentType] == "text/event-stream"
        return Answer(head: response.head, body: isEndless ? "" : try await response.body.text())
    }

    /// Likewise, with a body of JSON.
    func send(
        _ method: HTTPRequest.Method, _ path: String, token: String? = nil, _ headers: HTTPFields = HTTPFields(),
        json: String = "", peer: String = "127.0.0.1"
    ) async throws -> Answer {
        var headers = headers
        headers[.contentType] = "application/json"
        return try await ask(method, path, token: token, headers, body: json, peer: peer)
    }

    /// What was noted, oldest first: who, what, on what, what became of it.
    func audit() throws -> [[String]] {
        try ledger.audit(limit: 1000, before: nil).reversed().map {
            [$0.entry.who, $0.entry.action, $0.entry.subject, $0.entry.outcome, $0.entry.origin]
        }
    }

    struct Answer: Sendable {
        var head: HTTPResponse
        var body: String
        var status: Int { head.status.code }
        subscript(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
        /// The cookie that is set, without its attributes.
        var cookie: String? { head.headerFields[.setCookie]?.prefix { $0 != ";" }.description }
    }

    /// What is logged is not looked at.
    private struct Silence: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.critical
        subscript(metadataKey _: String) -> Logger.Metadata.Value? {
            get { nil }
            set {}
        }
        func log(event: LogEvent) {}
    }
}

extension ResponseBody {
    /// All that is written.
    consuming func text() async throws -> String {
        let all = Mutex("")
        try await write(Collector { piece in all.withLock { $0 += piece } })
        return all.withLock { $0 }
    }

    private struct Collector: ResponseBodyWriter {
        let take: @Sendable (String) -> Void
        mutating func write(_ buffer: ByteBuffer) async throws { take(String(buffer: buffer)) }
        consuming func finish(_ trailers: HTTPFields?) async throws {}
    }
}
