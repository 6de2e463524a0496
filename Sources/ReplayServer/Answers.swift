import Synchronization
import Transport

/// Who answers what, and which faults are ordered.
final class Answers: Sendable {
    private struct State {
        var handlers: [(path: PathPattern, handler: ReplayServer.Handler)] = []
        var recordings: [RecordedReplies] = []
        var faults = FaultPlan()
    }

    private let state = Mutex(State())

    func add(_ replies: RecordedReplies) { state.withLock { $0.recordings.append(replies) } }

    func add(_ handler: @escaping ReplayServer.Handler, on path: String) {
        let path = PathPattern(text: path)
        state.withLock { state in
            state.handlers.removeAll { $0.path == path }
            state.handlers.append((path, handler))
            // A path itself before one with a star, then the longest.
            state.handlers.sort { $0.path.precision > $1.path.precision }
        }
    }

    func inject(_ fault: Fault, _ rule: FaultRule, on path: String) {
        state.withLock { $0.faults.add(fault, rule, on: PathPattern(text: path)) }
    }

    func removeFaults() { state.withLock { $0.faults.removeAll() } }

    /// What is sent for a request.
    func delivery(for request: ServedRequest) -> Delivery {
        let path = request.path
        let (faults, handler, recordings) = state.withLock { state in
            (
                state.faults.next(on: path), state.handlers.first { $0.path.matches(path) }?.handler,
                state.recordings
            )
        }
        if let handler { return Delivery(handler(request), injected: faults) }
        // A client that gets a spoilt reply asks again, for the same.
        let counts = !faults.contains(where: \.spoilsReply)
        return Delivery(Self.recorded(request, recordings, counts: counts), injected: faults)
    }

    private static func recorded(
        _ request: ServedRequest, _ recordings: [RecordedReplies], counts: Bool
    ) -> ServedReply {
        do throws(RecordingError) {
            for replies in recordings {
                let reply = try replies.next(
                    method: request.method, address: request.target, body: request.body, counts: counts)
                if let reply { return ServedReply(reply) }
            }
        } catch {
            return ServedReply("\(error)\n", status: 500, contentType: "text/plain")
        }
        let advice = recordings.map { $0.advice(method: request.method, address: request.target) + "\n" }
        return ServedReply(
            advice.isEmpty ? "\(request.method) \(request.target): no reply was ordered\n" : advice.joined(),
            status: 404, contentType: "text/plain")
    }
}
