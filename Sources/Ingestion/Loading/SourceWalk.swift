import AdapterHost
import MarketData
import Transport

/// A query on its way through sessions of an adapter: asks for the requests, fetches them, hands the replies on, and
/// tries again what is worth it.
struct SourceWalk {
    /// Why a walk did not get to its end.
    enum Trouble: Error {
        case failure(LoadFailure)
        /// What is left lies beyond the source's reach.
        case limit(String)
        /// The user wants no more.
        case stopped
    }

    let source: SourceAdapter
    private let meter: LoadMeter
    private let options: LoadOptions
    private let now: @Sendable () -> Timestamp

    init(
        _ source: SourceAdapter, _ meter: LoadMeter, _ options: LoadOptions, now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.meter = meter
        self.options = options
        self.now = now
    }

    /// Walks to the end of what the query asks for.
    ///
    /// - Parameters:
    ///   - begin: a session begins, behind the token, or anew where that is empty; string ids are its own.
    ///   - decode: decodes all of a reply, and gives the record what came of it. Sets the token that goes on behind what it
    ///     took.
    func run(
        _ query: SessionQuery, begin: (_ token: [UInt8]) -> Void = { _ in },
        decode: (AdapterSession, SourceReply, SessionRecord?, inout [UInt8]) async throws -> Void
    ) async throws(Trouble) {
        var token = query.resumeToken
        var refusals = 0
        var losses = 0
        while true {
            var record: SessionRecord?
            do {
                var query = query
                query.resumeToken = token
                let (id, log, moment) = (source.id, options.adapterLog, now())
                if let folder = options.recording {
                    record = try SessionRecord(query, of: id, now: moment, in: folder)
                }
                let session = try source.adapter.begin(query, now: moment, log: { log(id, $0, $1) })
                defer { session.close() }
                begin(token)
                while let request = try session.nextRequest() {
                    if meter.isStopping { throw Trouble.stopped }
                    let (asked, reply) = try await fetch(request)
                    try record?.add(asked, reply)
                    let before = token
                    try await decode(session, reply, record, &token)
                    await source.fetching.accepted(asked, reply)
                    // Only what another session need not do again is a step forward: without one, refusals end it.
                    if token != before { (refusals, losses) = (0, 0) }
                    meter.update { $0.repliesDone += 1 }
                }
                try record?.end(nil)
                return
            } catch let error as AdapterError {
                do { try record?.end(error) } catch {
                    throw .failure(LoadFailure("recording", "\(error)", endsSource: true))
                }
                if error.loss != nil, losses == 0 {
                    // Once more, in another worker.
                    losses += 1
                    continue
                }
                guard let refusal = Refusal(error) else { throw trouble(error) }
                refusals += 1
                try await wait(refusal, refusals, error)
            } catch let trouble as Trouble {
                throw trouble
            } catch let error as FetchError {
                throw error.code == .cancelled ? .stopped : .failure(LoadFailure(error))
            } catch let error as RecordingError {
                throw .failure(LoadFailure("recording", "\(error)", endsSource: true))
            } catch {
                throw .failure(LoadFailure("internal", "\(error)"))
            }
            if meter.isStopping { throw .stopped }
        }
    }

    private func fetch(_ request: AdapterRequest) async throws -> (SourceRequest, SourceReply) {
        guard case .http(let http) = request else {
            throw Trouble.failure(
                LoadFailure("internal", "the adapter asks for a file or a stream; expected an HTTP request"))
        }
        let (fetching, request) = (source.fetching, SourceRequest(http))
        let reply = try await meter.whileRunning { () async throws(FetchError) in try await fetching.fetch(request) }
        return (request, reply)
    }

    /// Waits before the next try; throws when there were enough.
    private func wait(_ refusal: Refusal, _ refusals: Int, _ error: AdapterError) async throws(Trouble) {
        let fetching = source.fetching
        guard let pause = await fetching.refused(refusal, attempt: refusals) else {
            throw .failure(
                LoadFailure(
                    error.errorClass.word,
                    "\(error.message) (tried \(refusals == 1 ? "once" : "\(refusals) times"); try again later)"))
        }
        do {
            try await meter.whileRunning { try await Task.sleep(for: pause) }
        } catch {
            throw .stopped
        }
    }

    private func trouble(_ error: AdapterError) -> Trouble {
        switch error.errorClass {
        case .sourceLimit: .limit(error.message)
        default:
            .failure(
                LoadFailure(error.errorClass.word, error.message, endsSource: error.errorClass == .badCredential))
        }
    }
}

extension Refusal {
    /// Nil for what another try cannot mend.
    init?(_ error: AdapterError) {
        let pause = error.retryAfter.map { Duration.nanoseconds($0) }
        switch error.errorClass {
        case .rateLimited: self.init(.rateLimited, retryAfter: pause)
        case .transient: self.init(.transient, retryAfter: pause)
        default: return nil
        }
    }
}

extension SourceRequest {
    /// As the adapter wants it.
    init(_ request: HTTPRequest) {
        self.init(
            address: request.address, method: request.method, body: request.body, contentType: request.contentType,
            headers: request.headers.map { SourceHeader($0.name, $0.value, credential: $0.credential) },
            isImmutable: request.isImmutable, cost: request.cost)
    }
}

extension ReplyContext {
    /// What an adapter is told of a reply.
    convenience init(_ reply: SourceReply) {
        self.init(
            httpStatus: Int32(clamping: reply.status), contentType: reply.contentType,
            headers: reply.headers.map { ReplyHeader(name: $0.name, value: $0.value) }, receivedAt: reply.receivedAt)
    }
}

extension RecordedQuery {
    /// What a session was begun with.
    init(_ query: SessionQuery, adapter: String, now: Timestamp) {
        let kind: Kind =
            switch query.kind {
            case .candles(let interval): .candles(minutes: interval.minutes ?? 0)
            case .trades: .trades
            case .instruments: .instruments
            }
        self.init(
            adapter: adapter, kind, start: query.range.start == .earliest ? nil : query.range.start,
            end: query.range.end == .latest ? nil : query.range.end, now: now, symbol: query.symbol, base: query.base,
            quote: query.quote, category: query.category, allSymbols: query.allSymbols, adjusted: query.adjusted,
            resumeToken: String(decoding: query.resumeToken, as: UTF8.self), settings: query.settings)
    }
}
