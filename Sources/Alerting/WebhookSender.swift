import Foundation
import MarketData
import Storage
public import Transport

/// Sends what the ledger has to tell of alerts to a webhook, one after the other in their order, each as often as it takes.
///
/// Of all hubs of a ledger one sends a message, and what was not sent when a hub stopped is sent by the next.
public final class WebhookSender: Sendable {
    /// What became of a delivery.
    public enum Outcome: Hashable, Sendable {
        /// The other side has it.
        case delivered(tries: Int)
        /// It will be tried again.
        case retried(after: Duration, why: String)
        /// It is not sent: another time it would do no better, or it is too late.
        case dropped(why: String)
    }

    /// The header with the delivery's own number: one that came twice has the same.
    public static let deliveryHeader = "X-Candlewick-Delivery"
    /// Alerts that were resolved longer ago are not told any more: nanoseconds.
    static let longestLife: Int64 = 86_400_000_000_000
    /// How long others believe that a message is being sent without a word.
    static let lease: Int64 = 60_000_000_000
    /// Pauses between tries, doubled each time.
    static let backoff = RetrySchedule(attempts: .max, backoff: .seconds(1) ... .seconds(300))
    /// What is under way when the hub stops may end within this time.
    static let grace = Duration.seconds(3)

    private let notifier: HTTPNotifier
    private let ledger: any AlertKeeping
    private let owner: String
    private let clock: any SourceClock
    private let onProblem: @Sendable (any Error) -> Void
    private let onOutcome: @Sendable (Alert, Outcome) -> Void
    private let looks: AsyncStream<Void>
    private let look: AsyncStream<Void>.Continuation

    /// Sends by this way.
    ///
    /// - Parameters:
    ///   - ledger: has what is to be told.
    ///   - owner: this hub, by a name that no other has.
    ///   - onProblem: told when the ledger does not answer.
    ///   - onOutcome: told what becomes of each; holds no secret.
    public init(
        _ notifier: HTTPNotifier, ledger: any AlertKeeping, owner: String, clock: any SourceClock = MachineClock(),
        onProblem: @escaping @Sendable (any Error) -> Void = { _ in },
        onOutcome: @escaping @Sendable (Alert, Outcome) -> Void
    ) {
        (self.notifier, self.ledger, self.owner, self.clock) = (notifier, ledger, owner, clock)
        (self.onProblem, self.onOutcome) = (onProblem, onOutcome)
        (looks, look) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Looks whether there is something to tell.
    public func wake() { look.yield() }

    /// Sends whenever it is woken, until the task is cancelled; once for each sender.
    public func deliver() async {
        for await _ in looks {
            do { while !Task.isCancelled, let record = try await take() { try await deliver(record) } } catch {
                onProblem(error)
            }
        }
    }

    private struct Body: Encodable {
        var delivery: String
        var alert: Alert
    }

    private func lease(for duration: Duration = .zero) -> ItemLease {
        ItemLease(
            owner: owner,
            until: Timestamp(nanoseconds: clock.wall.nanoseconds + duration.nanoseconds + Self.lease))
    }

    private func take() async throws -> AlertRecord? {
        let (lease, now) = (lease(), clock.wall)
        return try await ledger.ask { try $0.takeAlertMessage(lease, now: now) }
    }

    private func deliver(_ record: AlertRecord) async throws {
        let next: AlertRecord.Told = record.told == .nothing ? .firing : .resolved
        guard let alert = Alert(record, as: next == .firing ? .firing : .resolved) else {
            // Of a later candlewick's rule: it is told by that one, when its lease here is over.
            return
        }
        if let resolvedAt = record.resolvedAt, clock.wall.nanoseconds - resolvedAt.nanoseconds > Self.longestLife {
            try await finish(record, next)
            return onOutcome(alert, .dropped(why: "it was resolved at \(resolvedAt), longer than a day ago"))
        }
        let delivery = "\(record.firing.key)-\(alert.state.rawValue)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Array(try encoder.encode(Body(delivery: delivery, alert: alert)))
        var attempt = 1
        while true {
            switch await post(body, delivery) {
            case .success:
                try await finish(record, next)
                return onOutcome(alert, .delivered(tries: attempt))
            case .failure(let error):
                if error.code == .cancelled { return try await giveBack(record) }
                guard error.isTransient else {
                    try await finish(record, next)
                    return onOutcome(alert, .dropped(why: error.message))
                }
                let pause = min(.seconds(3600), max(error.retryAfter ?? .zero, Self.backoff.ceiling(attempt)))
                onOutcome(alert, .retried(after: pause, why: error.message))
                guard try await hold(record, for: pause) else { return }
                do { try await clock.sleep(until: clock.sinceBoot + pause) } catch { return try await giveBack(record) }
                attempt += 1
            }
        }
    }

    /// Posts once. When the task is cancelled, the other side has a little time to answer: what it has is not sent again then.
    private func post(_ body: [UInt8], _ delivery: String) async -> Result<Void, FetchError> {
        let posting = Task { [notifier] () -> Result<Void, FetchError> in
            do throws(FetchError) {
                try await notifier.post(body, headers: [SourceHeader(Self.deliveryHeader, delivery)])
                return .success(())
            } catch { return .failure(error) }
        }
        return await withTaskCancellationHandler {
            await posting.value
        } onCancel: {
            Task {
                // Nobody cancels this one.
                try? await Task.sleep(for: Self.grace)
                posting.cancel()
            }
        }
    }

    private func finish(_ record: AlertRecord, _ told: AlertRecord.Told) async throws {
        let owner = owner
        // False where the lease was over and another sends it, too: it bears the same delivery.
        _ = try await ledger.ask { try $0.finishAlertMessage(record.number, owner: owner, told: told) }
    }

    private func hold(_ record: AlertRecord, for duration: Duration) async throws -> Bool {
        let lease = lease(for: duration)
        return try await ledger.ask { try $0.renewAlertMessage(record.number, lease: lease) }
    }

    private func giveBack(_ record: AlertRecord) async throws {
        // Over for every clock.
        let lease = ItemLease(owner: owner, until: Timestamp(nanoseconds: 0))
        _ = try await ledger.ask { try $0.renewAlertMessage(record.number, lease: lease) }
    }
}
