import MarketData
import Synchronization

extension HTTPSource {
    /// What is sent, with its secrets, and the limits that it goes under.
    func call(_ request: CheckedRequest) async throws(FetchError) -> (HTTPCall, [BucketName]) {
        var call = HTTPCall(address: request.address)
        call.method = request.method
        call.body = request.body
        call.contentType = request.contentType
        call.connectTimeout = settings.connectTimeout
        call.idleTimeout = settings.idleTimeout
        call.totalTimeout = settings.totalTimeout
        call.largestReply = settings.largestReply
        var buckets = [BucketName.host(request.address.authority)]
        if !request.credentials.isEmpty, !request.address.isPrivate {
            throw FetchError(
                .credential, source: settings.source,
                "a key is not sent to \(request.address.authority) over http, where others can read it; "
                    + "make the base address https")
        }
        for header in request.headers {
            var secret: Secret?
            if let name = header.credential {
                do { secret = try await credentials.secret(name) } catch {
                    throw FetchError(.credential, source: settings.source, redactor.scrub(error.message))
                }
            }
            if let secret, !buckets.contains(.credential(secret)) { buckets.append(.credential(secret)) }
            call.headers.append(HTTPCall.Header(name: header.name, value: header.value, secret: secret))
        }
        return (call, buckets)
    }

    /// Waits until the limits let a request go.
    func admit(_ buckets: [BucketName], _ cost: Int) async throws(FetchError) {
        state.withLock { $0.buckets.formUnion(buckets) }
        do {
            let waited = try await limits.admit(buckets, pace, cost: cost, patience: settings.patience)
            state.withLock { $0.statistics.waited += waited }
            instruments.waited(waited)
        } catch { throw notAdmitted(error) }
    }

    /// Tells all who use these limits to wait.
    func pause(_ buckets: [BucketName], for duration: Duration) async throws(FetchError) {
        do { try await limits.pause(buckets, pace, for: duration) } catch { throw notAdmitted(error) }
    }

    private func notAdmitted(_ error: LimitError) -> FetchError {
        switch error {
        case .cancelled: return .cancelled(settings.source)
        case .state(let message): return FetchError(.limit, source: settings.source, message)
        case .paused(let pause):
            return FetchError(
                .rateLimited, source: settings.source,
                "the source has asked everybody here to wait; wait until \(moment(in: pause)), or lower the rate setting",
                isTransient: true, retryAfter: pause)
        }
    }

    /// The time of day after a duration, to the second.
    func moment(in duration: Duration) -> String {
        let (sum, overflow) = clock.wall.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return Timestamp(nanoseconds: overflow ? .max : sum - sum % 1_000_000_000).description
    }
}
