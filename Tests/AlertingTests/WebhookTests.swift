import Checksum
import Foundation
import Glibc
import MarketData
import ReplayServer
import Storage
import StorageSQLite
import Synchronization
import Testing
import Transport

@testable import Alerting

@Suite(.serialized) struct WebhookTests {
    private static let secret = "s3cret-of-the-webhook"

    private let ledger: TestLedger

    init() throws { ledger = try TestLedger() }

    /// Notes an alert that fires, and at once that it is resolved where it is.
    private func raise(_ subject: String, at second: Int64, resolvedAt end: Int64? = nil) throws {
        func moment(_ second: Int64) -> Timestamp {
            Timestamp(nanoseconds: JumpingClock.start + second * 1_000_000_000)
        }
        let firing = AlertFiring(
            rule: "gaps", subject: subject, severity: "warning", value: 200, threshold: 100,
            message: "\(subject) has 200 gaps", since: moment(second), firedAt: moment(second), key: "key-\(subject)")
        let lease = ItemLease(owner: "a", until: moment(second + 60))
        let number = try #require(try ledger.ledger.raiseAlert(firing, lease: lease))
        guard let end else { return }
        #expect(try ledger.ledger.resolveAlert(number, owner: "a", value: 0, at: moment(end)))
    }

    private var told: [AlertRecord.Told] { get throws { try ledger.ledger.alerts(resolved: 99).map(\.told) } }

    /// A file that only we may read.
    private func secretFile() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)").path
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Foundation.Data(Self.secret.utf8), attributes: [.posixPermissions: 0o600]))
        return path
    }

    /// What a server took.
    private final class Taken: Sendable {
        private let state = Mutex<[String]>([])
        var all: [String] { state.withLock { $0 } }
        func note(_ delivery: String) { state.withLock { $0.append(delivery) } }
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

    /// Sends until so many messages have ended.
    private func send(
        _ count: Int = 1, to notifier: HTTPNotifier, clock: JumpingClock = JumpingClock(), owner: String = "a"
    ) async -> Outcomes {
        let outcomes = Outcomes(count)
        let sender = WebhookSender(notifier, ledger: ledger, owner: owner, clock: clock) { outcomes.note($0, $1) }
        sender.wake()
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
        try raise("A", at: 0, resolvedAt: 9)
        try raise("B", at: 5)
        let outcomes = await send(3, to: notifier, clock: clock)
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
        try raise("A", at: 0)
        let outcomes = await send(to: notifier, clock: clock)
        #expect(clock.sleeps == [.seconds(40)])
        #expect(outcomes.all.last?.outcome == .delivered(tries: 2))
        await server.stop()
    }

    @Test(arguments: [400, 401, 404]) func receiver_thatRefuses_isNotAskedAgain(status: Int) async throws {
        let server = try ReplayServer()
        server.handle("/hook") { _ in ServedReply("no", status: status) }
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        try raise("A", at: 0)
        let outcomes = await send(to: notifier)
        #expect(outcomes.all.count == 1)
        guard case .dropped(let why) = outcomes.all.first?.outcome else { Issue.record("not dropped"); return }
        #expect(why.contains("\(status)"))
        #expect(try told == [.firing])
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
        try raise("A", at: 0)
        let outcomes = await send(to: notifier)
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

    @Test func webhook_downWhenTheHubStops_isToldByTheNextStart_once() async throws {
        let server = try ReplayServer()
        let taken = Taken()
        let isUp = Atomic(false)
        server.handle("/hook") { request in
            guard isUp.load(ordering: .relaxed) else { return ServedReply("no", status: 503) }
            taken.note(request.header(WebhookSender.deliveryHeader) ?? "")
            return ServedReply("yes")
        }
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        try raise("A", at: 0, resolvedAt: 9)
        // Stops while it waits for the second try.
        let stopped = JumpingClock { _ throws(CancellationError) in throw CancellationError() }
        let first = WebhookSender(notifier, ledger: ledger, owner: "first", clock: stopped) { _, _ in }
        let delivering = Task { await first.deliver() }
        first.wake()
        // The message is given back as soon as its wait is over.
        while server.requests(on: "/hook").isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        delivering.cancel()
        await delivering.value
        #expect(try told == [.nothing] && taken.all == [])
        isUp.store(true, ordering: .relaxed)
        // At once: nobody waits for a lease.
        let outcomes = await send(2, to: notifier, owner: "second")
        #expect(taken.all == ["key-A-firing", "key-A-resolved"])
        #expect(outcomes.all.map(\.outcome) == [.delivered(tries: 1), .delivered(tries: 1)])
        #expect(try told == [.resolved])
        try raise("B", at: 20)
        _ = await send(to: notifier, owner: "third")
        #expect(taken.all == ["key-A-firing", "key-A-resolved", "key-B-firing"])
        await server.stop()
    }

    @Test func hubs_ofOneLedger_tellEachMessageOnce() async throws {
        let server = try ReplayServer()
        let taken = Taken()
        server.handle("/hook") { request in
            taken.note(request.header(WebhookSender.deliveryHeader) ?? "")
            return ServedReply("yes")
        }
        let notifier = try HTTPNotifier(server.baseURL + "/hook", client: HTTPClient())
        for number in 0..<20 { try raise("\(number)", at: Int64(number), resolvedAt: number % 2 == 0 ? 50 : nil) }
        let outcomes = Outcomes(30)
        let clock = JumpingClock()
        let senders = (0..<3).map { index in
            WebhookSender(notifier, ledger: ledger, owner: "\(index)", clock: clock) { outcomes.note($0, $1) }
        }
        let delivering = senders.map { sender in Task { await sender.deliver() } }
        for sender in senders { sender.wake() }
        for await _ in outcomes.enough.stream {}
        for task in delivering {
            task.cancel()
            await task.value
        }
        #expect(taken.all.count == 30 && Set(taken.all).count == 30)
        await server.stop()
    }

    @Test func alert_thatWasResolvedADayAgo_isNotToldAnyMore() async throws {
        let notifier = try HTTPNotifier("http://127.0.0.1:1/hook", client: HTTPClient())
        try raise("A", at: -90_000, resolvedAt: -86_401)
        let outcomes = await send(2, to: notifier)
        for (_, outcome) in outcomes.all {
            guard case .dropped(let why) = outcome else { Issue.record("not dropped"); continue }
            #expect(why.contains("longer than a day ago"))
        }
        #expect(try told == [.resolved] && outcomes.all.count == 2)
    }

    @Test func secret_thatCannotBeRead_isTriedAgainAndNotSaid() async throws {
        let notifier = try HTTPNotifier(
            "http://127.0.0.1:1/hook", token: .file("/nowhere/at/all"), client: HTTPClient())
        let error = await #expect(throws: FetchError.self) { try await notifier.post([]) }
        #expect(error?.code == .credential && error?.isTransient == true)
    }
}
