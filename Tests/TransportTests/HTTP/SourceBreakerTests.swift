import MarketData
import Testing
import Transport

/// The circuit and the cache: what happens when a source is down.
@Suite(.serialized) struct SourceBreakerTests {
    private static func down(_ settings: inout SourceSettings) {
        settings.attempts = 1
        settings.breaker = BreakerSettings(failuresToOpen: 2, recovery: .seconds(30))
    }

    @Test func failures_openTheCircuit_andAProbeClosesIt() async throws {
        let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        let setup = try SourceSetup(SourceSetup.script(.reply(500), .raw(cut), .reply(200, "{}")), change: Self.down)
        #expect(try await setup.failure()?.code == .unavailable)
        #expect(try await setup.failure()?.code == .network)
        let refused = try #require(try await setup.failure())
        #expect(refused.code == .circuitOpen && refused.retryAfter == .seconds(30) && refused.isTransient)
        #expect(refused.message.contains("2 times") && refused.message.contains("2023-11-14T22:13:50Z"))
        #expect(setup.server.requests.count == 2)
        setup.clock.advance(.seconds(30))
        #expect(try await setup.get().status == 200)
        // The reply alone says nothing: within a 200 a source can say that it is down.
        #expect(try await setup.failure()?.code == .circuitOpen)
        setup.source.accepted()
        #expect(try await setup.get().status == 200)
    }

    @Test func circuit_thatOpensBetweenTries_endsThem() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(503))) {
            Self.down(&$0)
            $0.attempts = 5
            $0.backoff = .milliseconds(1) ... .milliseconds(1)
        }
        let error = try await setup.failure()
        #expect(error?.code == .unavailable && setup.server.requests.count == 2)
    }

    @Test func limit_isNoFailure() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(429)), change: Self.down)
        for _ in 0..<5 { #expect(try await setup.failure()?.code == .rateLimited) }
    }

    @Test func refusals_readByTheAdapter_openItToo() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}"))) {
            Self.down(&$0)
            $0.attempts = 3
        }
        for attempt in 1...2 {
            _ = try await setup.get()
            let pause = try #require(await setup.source.refused(Refusal(.transient), attempt: attempt))
            #expect(pause <= .seconds(attempt))
        }
        #expect(try await setup.failure()?.code == .circuitOpen)
        #expect(await setup.source.refused(Refusal(.transient), attempt: 3) == nil)
    }

    @Test func limit_readByTheAdapter_stopsAll() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}")))
        _ = try await setup.get()
        #expect(await setup.source.refused(Refusal(.rateLimited, retryAfter: .seconds(9)), attempt: 1) == .seconds(9))
        _ = try await setup.get()
        #expect(setup.clock.slept == [.seconds(9)])
        #expect(await setup.source.refused(Refusal(.rateLimited), attempt: 2) == .seconds(2))
        #expect(await setup.source.refused(Refusal(.rateLimited), attempt: 5) == nil)
        #expect(await setup.source.refused(Refusal(.rateLimited, retryAfter: .seconds(301)), attempt: 1) == nil)
    }

    @Test func immutableReply_isKeptOnceTheAdapterTookIt() async throws {
        let cache = MemoryCache()
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "[1]"), .reply(200, "[2]")), cache: cache)
        let request = SourceRequest(address: "/day", contentType: "application/json", isImmutable: true)
        let first = try await setup.source.fetch(request)
        #expect(cache.count == 0)
        await setup.source.accepted(request, first)
        let second = try await setup.source.fetch(request)
        #expect(second.body == Array("[1]".utf8) && second.origin == .cache(storedAt: first.receivedAt))
        #expect(setup.server.requests.count == 1 && setup.source.statistics.cached == 1)
        // What may change is asked again.
        #expect(try await setup.get("/day").body == Array("[2]".utf8))
    }

    @Test func reply_thatMayChangeOrIsNoSuccess_isNotKept() async throws {
        let cache = MemoryCache()
        let setup = try SourceSetup(SourceSetup.script(.reply(404), .reply(200, "{}")), cache: cache)
        let day = SourceRequest(address: "/day", isImmutable: true)
        await setup.source.accepted(day, try await setup.source.fetch(day))
        let now = SourceRequest(address: "/now")
        await setup.source.accepted(now, try await setup.source.fetch(now))
        #expect(cache.count == 0 && setup.server.requests.count == 2)
    }

    @Test func keptReply_whenTheSourceIsDown_isStale() async throws {
        let cache = MemoryCache()
        let setup = try SourceSetup(
            SourceSetup.script(.reply(200, "[1]"), .reply(500)), cache: cache, change: Self.down)
        let request = SourceRequest(address: "/day", contentType: "application/json", isImmutable: true)
        let first = try await setup.source.fetch(request)
        await setup.source.accepted(request, first)
        for _ in 0..<2 { #expect(try await setup.failure("/other")?.code == .unavailable) }
        let kept = try await setup.source.fetch(request)
        #expect(kept.origin == .stale(storedAt: first.receivedAt) && kept.body == first.body)
        #expect(setup.source.statistics.stale == 1 && setup.source.statistics.cached == 1)
        // Judging it says nothing about the source.
        await setup.source.accepted(request, kept)
        #expect(try await setup.failure()?.code == .circuitOpen)
    }

    @Test func keptReply_thatTheAdapterTook_saysNothingAboutTheSource() async throws {
        let cache = MemoryCache()
        let setup = try SourceSetup(SourceSetup.script(.reply(500)), cache: cache, change: Self.down)
        let request = SourceRequest(address: "/day", isImmutable: true)
        await cache.store(source: "test", request, SourceReply(status: 200, body: [1], receivedAt: .earliest))
        #expect(try await setup.failure()?.code == .unavailable)
        await setup.source.accepted(request, try await setup.source.fetch(request))
        #expect(try await setup.failure()?.code == .unavailable)
        #expect(try await setup.failure()?.code == .circuitOpen)
    }

    @Test func reply_keptByAnotherProcessMeanwhile_isStale() async throws {
        let cache = LateCache(
            CachedReply(SourceReply(status: 200, body: [1], receivedAt: .earliest), storedAt: .latest))
        let setup = try SourceSetup(SourceSetup.script(.reply(500)), cache: cache, change: Self.down)
        #expect(try await setup.get("/day", isImmutable: true).origin == .stale(storedAt: .latest))
        #expect(setup.server.requests.count == 1)
    }
}

/// Has nothing the first time it is asked.
private actor LateCache: ReplyCaching {
    private let reply: CachedReply
    private var wasAsked = false

    init(_ reply: CachedReply) { self.reply = reply }

    func lookup(source: String, _ request: SourceRequest) async -> CachedReply? {
        defer { wasAsked = true }
        return wasAsked ? reply : nil
    }

    func store(source: String, _ request: SourceRequest, _ reply: SourceReply) async {}
}
