import Foundation
import MarketData
public import Transport

/// Sends alerts to a webhook, one after the other in their order, each as often as it takes; at most so many wait.
public final class WebhookSender: Sendable {
    /// What became of a delivery.
    public enum Outcome: Hashable, Sendable {
        /// The other side has it.
        case delivered(tries: Int)
        /// It will be tried again.
        case retried(after: Duration, why: String)
        /// It is not sent: another time it would do no better, or too many wait already.
        case dropped(why: String)
    }

    /// The header with the delivery's own number: one that came twice has the same.
    public static let deliveryHeader = "X-Candlewick-Delivery"
    /// Alerts that wait at most.
    public static let longestQueue = 500
    /// Pauses between tries, doubled each time.
    static let backoff = RetrySchedule(attempts: .max, backoff: .seconds(1) ... .seconds(300))

    private let notifier: HTTPNotifier
    private let clock: any SourceClock
    private let onOutcome: @Sendable (Alert, Outcome) -> Void
    private let stream: AsyncStream<Alert>
    private let queue: AsyncStream<Alert>.Continuation
    private let run = UUID().uuidString.lowercased()

    /// Sends by this way.
    ///
    /// - Parameter onOutcome: told what becomes of each; holds no secret.
    public init(
        _ notifier: HTTPNotifier, clock: any SourceClock = MachineClock(),
        onOutcome: @escaping @Sendable (Alert, Outcome) -> Void
    ) {
        (self.notifier, self.clock, self.onOutcome) = (notifier, clock, onOutcome)
        (stream, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.longestQueue))
    }

    /// Puts an alert behind those that wait.
    public func send(_ alert: Alert) {
        if case .dropped(let lost) = queue.yield(alert) {
            onOutcome(lost, .dropped(why: "\(Self.longestQueue) alerts wait already"))
        }
    }

    /// Sends until the task is cancelled; once for each sender.
    public func deliver() async {
        var number = 0
        for await alert in stream {
            number += 1
            await deliver(alert, number)
        }
    }

    private struct Body: Encodable {
        var delivery: String
        var alert: Alert
    }

    private func deliver(_ alert: Alert, _ number: Int) async {
        let delivery = "\(run)-\(number)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body: [UInt8]
        do { body = Array(try encoder.encode(Body(delivery: delivery, alert: alert))) } catch {
            return onOutcome(alert, .dropped(why: "it cannot be written as JSON: \(error)"))
        }
        var attempt = 1
        while true {
            do throws(FetchError) {
                try await notifier.post(body, headers: [SourceHeader(Self.deliveryHeader, delivery)])
                return onOutcome(alert, .delivered(tries: attempt))
            } catch {
                if error.code == .cancelled { return }
                guard error.isTransient else { return onOutcome(alert, .dropped(why: error.message)) }
                let pause = min(.seconds(3600), max(error.retryAfter ?? .zero, Self.backoff.ceiling(attempt)))
                onOutcome(alert, .retried(after: pause, why: error.message))
                do { try await clock.sleep(until: clock.sinceBoot + pause) } catch { return }
                attempt += 1
            }
        }
    }
}
