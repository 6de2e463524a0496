import Checksum
import Foundation
import Glibc
import MarketData
import ReplayServer
import Synchronization
import Testing
import Transport

@testable import Alerting

@Suite(.serialized) struct WebhookTests {
    private static let secret = "s3cret-of-the-webhook"

    private func alert(_ subject: String, _ state: Alert.State = .firing) -> Alert {
        Alert(
            rule: .gaps, subject: subject, severity: .warning, state: state, value: 200, threshold: 100,
            message: "\(subject) has 200 gaps", since: Timestamp(nanoseconds: 0), changedAt: Timestamp(nanoseconds: 0))
    }

    /// A file that only we may read.
    private func secretFile() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)").path
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Foundation.Data(Self.secret.utf8), attributes: [.posixPermissions: 0o600]))
        return path
    }

    /// What a sender told, and when it had told enough.
    private final class Outcomes: Sendable {
        private let state = Mutex<[(String, WebhookSender.Outcome)]>([])
        let enough = AsyncStream<Void>.makeStream()
        private let wanted: Int

        init(_ wanted: Int) { self.wanted = wanted }

        var all: [(subject: String, outcome: WebhookSender.Outcome)] { state.withLock { $0 } }

        func note(_ alert: Alert, _ outcome: WebhookSender.Outcome) {
            let ended = state.withLock { state in
                state.append((alert.subject, outcome))
                return state.count { if case .retried = $0.1 { false } else { true } }
            }
            if ended >= wanted { enough.continuation.finish() }
        }
    }

    private func send(
        _ alerts: [Alert], to notifier: HTTPNotifier, clock: JumpingClock = JumpingClock()
    ) async -> Outcomes {
        let outcomes = Outcomes(alerts.count)
        let sender = WebhookSender(notifier, clock: clock) { outcomes.note($0, $1) }
        for alert in alerts { sender.send(alert) }
        let delivering = Task { await sender.deliver() }
        for await _ in outcomes.enough.stream {}
        delivering.cancel()
        await delivering.value
        return outcomes
    }

    @Test func receiver_downTwice_hasEveryAlertOnceAndInOrder() async throws {
        let server = try ReplayServer()
        let bodies = Mutex<[[UInt8]]>([])
        let accepted = Mutex<[(subject: String, delivery: String)]>([])
        let seen = Atomic(0)
        let signed = Atomic(0)
        let (token, key) = (try secretFile(), try secretFile())
        server.handle("/hook") { request in
            bodies.withLock { $0.append(request.body) }
            // Plain bytes: no padding could be seen.
            let signature = unsafe HMACSHA256.hexadecimal(
                key: Array(Self.secret.utf8).span.bytes, request.body.span.bytes)
            if request.header(HTTPNotifier.signatureHeader) == "sha256=\(signature)",
                request.header("Authorization") == "Bearer \(Self.secret)", request.method == "POST"
            {
                signed.add(1, ordering: .relaxed)
            }
            if seen.add(1, ordering: .relaxed).newValue <= 2 { return ServedReply("no", status: 500) }
            let object = try? JSONSerialization.jsonObject(with: Foundation.Data(request.body)) as? [String: Any]
            let subject = (object?["alert"] as? [String: Any])?["subject"] as? String
            accepted.withLock {
                $0.append((subject ?? "", request.header(WebhookSender.deliveryHeader) ?? ""))
            }
            return ServedReply("yes")
        }
        let notifier = try HTTPNotifier(
            server.baseURL + "/hook", token: .file(token), signature: .file(key), client: HTTPClient())
        let clock = JumpingClock()
        let outcomes = await send([alert("A"), alert("B"), alert("A", .resolved)], to: notifier, clock: clock)
        #expect(accepted.withLock { $0.map(\.subject) } == ["A", "B", "A"])
        #expect(Set(accepted.withLock { $0.map(\.delivery) }).count == 3)
        #expect(clock.sleeps == [.seconds(1), .seconds(2)])
        let good = signed.load(ordering: .relaxed)
        #expect(good == 5)
        // The same delivery comes again byte by byte.
        #expect(Set(bodies.withLock { Array($0.prefix(3)) }).count == 1)
        #expect(outcomes.all.last?.outcome == .delivered(tries: 1))
        #expect(outcomes.all.contains { $0.outcome == .delivered(tries: 3) })
        #expect(!"\(outcomes.all)".contains(Self.secret))
        await server.stop()
    }

    @Test func receiver_thatSaysWhenToComeAgain_isHeeded() async throws {
        let server = try ReplayServer()
        server.handle("/hook") { _ in ServedReply("yes") }
        server.inject(.status(429, retryAfter: 40), .first(1), on: "/hook")
        let clock = JumpingClock()
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        let outcomes = await send([alert("A")], to: notifier, clock: clock)
        #expect(clock.sleeps == [.seconds(40)])
        #expect(outcomes.all.last?.outcome == .delivered(tries: 2))
        await server.stop()
    }

    @Test(arguments: [400, 401, 404]) func receiver_thatRefuses_isNotAskedAgain(status: Int) async throws {
        let server = try ReplayServer()
        server.handle("/hook") { _ in ServedReply("no", status: status) }
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        let outcomes = await send([alert("A")], to: notifier)
        #expect(outcomes.all.count == 1)
        guard case .dropped(let why) = outcomes.all.first?.outcome else { Issue.record("not dropped"); return }
        #expect(why.contains("\(status)"))
        await server.stop()
    }

    @Test func redirect_isNotFollowed() async throws {
        let server = try ReplayServer()
        let wasFollowed = Atomic(false)
        server.handle("/hook") { _ in ServedReply("") }
        server.inject(.redirect(to: "/other"), .always, on: "/hook")
        server.handle("/other") { _ in
            wasFollowed.store(true, ordering: .relaxed)
            return ServedReply("yes")
        }
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        let outcomes = await send([alert("A")], to: notifier)
        guard case .dropped = outcomes.all.first?.outcome else { Issue.record("not dropped"); return }
        let followed = wasFollowed.load(ordering: .relaxed)
        #expect(!followed)
        await server.stop()
    }

    @Test(arguments: [
        "http://example.org/hook", "ftp://example.org/", "example.org", "https://user:secret@example.org/", "",
        "file:///etc/passwd", "https://example.org/ x",
    ])
    func address_thatNothingIsSentTo_isRefusedWithoutItsSecret(address: String) throws {
        let error = #expect(throws: FetchError.self) { try HTTPNotifier(address, client: HTTPClient()) }
        #expect(error?.message.contains("secret") == false)
    }

    @Test func address_ofAHostThatIsNotNamed_isRefused() throws {
        #expect(throws: FetchError.self) {
            try HTTPNotifier("https://evil.example/hook", hosts: ["alerts.example"], client: HTTPClient())
        }
        _ = try HTTPNotifier("https://Alerts.example/hook", hosts: ["alerts.example"], client: HTTPClient())
    }

    @Test func alerts_moreThanMayWait_areDroppedAndTold() throws {
        let outcomes = Outcomes(.max)
        let notifier = try HTTPNotifier("http://127.0.0.1:1/hook", client: HTTPClient())
        let sender = WebhookSender(notifier) { outcomes.note($0, $1) }
        for number in 0..<WebhookSender.longestQueue + 3 { sender.send(alert("\(number)")) }
        #expect(outcomes.all.map(\.subject) == ["500", "501", "502"])
    }

    @Test func secret_thatCannotBeRead_isTriedAgainAndNotSaid() async throws {
        let notifier = try HTTPNotifier(
            "http://127.0.0.1:1/hook", token: .file("/nowhere/at/all"), client: HTTPClient())
        let error = await #expect(throws: FetchError.self) { try await notifier.post([]) }
        #expect(error?.code == .credential && error?.isTransient == true)
    }
}
