import MarketData
import Synchronization

extension HTTPSource {
    /// What one try came to.
    private enum Outcome {
        /// For the adapter to judge.
        case reply(SourceReply)
        /// Asked too often; what the source said, the error when it was the last try.
        case limited(FetchError)
        /// Down, or not reached.
        case transient(FetchError)
        /// No other try would do better.
        case final(FetchError)
    }

    /// Asks until there is a reply, or enough.
    func ask(_ request: CheckedRequest) async throws(FetchError) -> SourceReply {
        var last: FetchError?
        var attempt = 1
        while true {
            if Task.isCancelled { throw .cancelled(settings.source) }
            if case .refuse(let until) = state.withLock({ $0.breaker.ask(now: clock.sinceBoot) }) {
                throw last ?? circuitOpen(until)
            }
            // It may have become half open.
            tellCircuit(isAnswered: false)
            let outcome: Outcome
            do { outcome = try await tryOnce(request, attempt) } catch {
                state.withLock { $0.breaker.saidNothing() }
                throw error
            }
            switch outcome {
            case .reply(let reply):
                // What a 2xx is worth the adapter says; any other shows that somebody is there.
                if !(200...299).contains(reply.status) { accepted() }
                return reply
            case .final(let error):
                state.withLock { $0.breaker.saidNothing() }
                throw error
            case .limited(let error):
                accepted()
                guard attempt < schedule.attempts, error.retryAfter ?? .zero <= schedule.patience else {
                    throw tried(error, attempt)
                }
                // The pause was noted with the limits, which the next try waits for.
                last = tried(error, attempt)
            case .transient(let error):
                let action = state.withLock { state in
                    state.breaker.failed(now: clock.sinceBoot)
                    return Self.action(schedule, attempt, error.retryAfter, &state)
                }
                circuitFailed(error.message)
                guard case .retry(let pause) = action else { throw tried(error, attempt) }
                last = tried(error, attempt)
                do { try await clock.sleep(until: clock.sinceBoot + pause) } catch { throw .cancelled(settings.source) }
            }
            attempt += 1
        }
    }

    /// One try, with the redirects that it leads to.
    private func tryOnce(_ first: CheckedRequest, _ attempt: Int) async throws(FetchError) -> Outcome {
        var request = first
        for hop in 0...Self.longestWay {
            let (call, buckets) = try await call(request)
            try await admit(buckets, request.cost)
            let isRepeat = attempt > 1 && hop == 0
            state.withLock { state in
                state.statistics.requests += 1
                if isRepeat { state.statistics.repeats += 1 }
            }
            if isRepeat { instruments.repeated() }
            let begin = clock.sinceBoot
            let answer: HTTPAnswer
            do { answer = try await client.send(call) } catch {
                instruments.answered(error.kind.outcome, after: clock.sinceBoot - begin)
                if error.kind == .cancelled { throw .cancelled(settings.source) }
                let failure = failed(request, error)
                return failure.isTransient ? .transient(failure) : .final(failure)
            }
            state.withLock { $0.statistics.bytes += answer.body.count }
            instruments.answered(
                SourceInstruments.outcome(answer.status), after: clock.sinceBoot - begin, bytes: answer.body.count)
            guard [301, 302, 303, 307, 308].contains(answer.status) else {
                return try await judge(answer, request, buckets, attempt)
            }
            guard let location = answer.header("Location") else {
                return .final(redirect(request, "without saying where to"))
            }
            do {
                let target = try reach.get().redirect(from: request.address, to: location)
                request = request.redirected(answer.status, to: target)
            } catch {
                return .final(redirect(request, "to an address that is not allowed: \(error.message)"))
            }
        }
        return .final(redirect(first, "more than \(Self.longestWay) times"))
    }

    private static let longestWay = 5

    private func judge(
        _ answer: HTTPAnswer, _ request: CheckedRequest, _ buckets: [BucketName], _ attempt: Int
    ) async throws(FetchError) -> Outcome {
        let retryAfter = RetryAfter.duration(answer, now: clock.wall)
        switch answer.status {
        case 429:
            // No jitter: the limits let those who wait go one after the other.
            try await pause(buckets, for: retryAfter ?? schedule.ceiling(attempt))
            return .limited(limited(request, retryAfter))
        case 408, 425, 500...:
            if let retryAfter { try await pause(buckets, for: retryAfter) }
            return .transient(unavailable(request, answer.status, retryAfter))
        default:
            // Perhaps it was changed, and this is the old one.
            if answer.status == 401 { for name in request.credentials { credentials.forget(name) } }
            return .reply(reply(answer))
        }
    }

    /// What the adapter gets: a source that repeats our key in its reply does not bring it into logs and recordings.
    private func reply(_ answer: HTTPAnswer) -> SourceReply {
        var body = answer.body
        // Shorter ones are no real keys, and could stand in any reply by chance.
        redactor.scrub(&body, atLeast: 8)
        let headers = answer.headers.map { SourceHeader($0.name, redactor.scrub($0.value)) }
        return SourceReply(
            status: answer.status, contentType: ContentType.bare(redactor.scrub(answer.header("Content-Type") ?? "")),
            headers: headers, body: body, receivedAt: answer.receivedAt)
    }
}
