import MarketData
import Synchronization
import Transport

/// A source on a server of the test's own, with time that passes only in sleeps.
struct SourceSetup {
    let folder: TestFolder
    let clock = TestClock()
    let server: LoopbackServer
    let source: HTTPSource

    init(
        _ server: LoopbackServer, cache: (any ReplyCaching)? = nil, proxy: ProxySettings = .none,
        change: (inout SourceSettings) -> Void = { _ in }, recording: HTTPSource.Recording? = nil,
        onCircuit: (@Sendable (CircuitStanding) -> Void)? = nil
    ) throws {
        folder = try TestFolder()
        self.server = server
        var settings = SourceSettings(source: "test", baseURL: server.address, rate: 0)
        change(&settings)
        source = HTTPSource(
            settings, client: HTTPClient(HTTPClientSettings(proxy: proxy), clock: clock),
            limits: SharedLimits(folder: folder("limits"), clock: clock), cache: cache, recording: recording,
            onCircuit: onCircuit, clock: clock, random: SeededGenerator(state: 7))
    }

    /// The same answers, the last one again and again.
    static func script(_ answers: LoopbackServer.Answer...) -> LoopbackServer {
        LoopbackServer { index, _ in answers[min(index, answers.count - 1)] }
    }

    /// Asks for JSON.
    func get(_ address: String = "/", isImmutable: Bool = false, headers: [SourceHeader] = []) async throws
        -> SourceReply
    {
        try await source.fetch(
            SourceRequest(
                address: address, contentType: "application/json", headers: headers, isImmutable: isImmutable))
    }

    /// What went wrong, nil when nothing did.
    func failure(_ address: String = "/", headers: [SourceHeader] = []) async throws -> FetchError? {
        do {
            _ = try await get(address, headers: headers)
            return nil
        } catch let error as FetchError { return error }
    }
}

/// A cache in memory.
final class MemoryCache: ReplyCaching {
    private let replies = Mutex<[String: CachedReply]>([:])

    func lookup(source: String, _ request: SourceRequest) async -> CachedReply? {
        replies.withLock { $0[source + request.address] }
    }

    func store(source: String, _ request: SourceRequest, _ reply: SourceReply) async {
        replies.withLock { $0[source + request.address] = CachedReply(reply, storedAt: reply.receivedAt) }
    }

    var count: Int { replies.withLock { $0.count } }
}
