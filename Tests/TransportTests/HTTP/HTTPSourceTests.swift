import MarketData
import Synchronization
import Testing
import Transport

@Suite(.serialized) struct HTTPSourceTests {
    @Test func reply_comesAsTheServerSentIt() async throws {
        let setup = try SourceSetup(
            SourceSetup.script(.reply(200, "{}", headers: ["X-A: b"], type: "Application/JSON; a=b")))
        let reply = try await setup.get("/a?b")
        #expect(reply.status == 200 && reply.body == Array("{}".utf8) && reply.contentType == "application/json")
        #expect(reply.origin == .network && reply.receivedAt == setup.clock.wall)
        #expect(reply.headers.contains(SourceHeader("X-A", "b")))
        #expect(setup.source.statistics.requests == 1 && setup.source.statistics.bytes == 2)
        #expect(setup.server.requests[0].header("Accept") == "application/json")
    }

    @Test(arguments: [200, 204, 304, 400, 401, 403, 404, 410]) func status_thatTheAdapterJudges_isAReply(status: Int)
        async throws
    {
        let setup = try SourceSetup(SourceSetup.script(.reply(status)))
        #expect(try await setup.get().status == status && setup.server.requests.count == 1)
    }

    @Test(arguments: [408, 425, 500, 502, 503, 504, 599]) func status_thatPasses_isAskedAgain(status: Int) async throws
    {
        let setup = try SourceSetup(SourceSetup.script(.reply(status), .reply(status), .reply(200, "{}")))
        #expect(try await setup.get().status == 200)
        #expect(setup.server.requests.count == 3 && setup.source.statistics.repeats == 2)
        // Full jitter under 1 s, then under 2 s.
        #expect(
            setup.clock.slept.count == 2 && setup.clock.slept[0] <= .seconds(1) && setup.clock.slept[1] <= .seconds(2))
    }

    @Test func status_thatStays_isGivenUp() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(503))) { $0.attempts = 3 }
        let error = try #require(try await setup.failure())
        #expect(error.code == .unavailable && error.isTransient && setup.server.requests.count == 3)
        #expect(error.message.contains("503") && error.message.contains("3 tries"))
    }

    @Test(arguments: ["7", "date", "both"]) func tooOften_withAHint_waitsThatLong(hint: String) async throws {
        let setup = try SourceSetup(
            LoopbackServer { index, _ in
                // The test's wall clock starts at 2023-11-14T22:13:20Z; the server's may stand elsewhere.
                let headers =
                    switch hint {
                    case "date": ["Retry-After: Tue, 14 Nov 2023 22:13:27 GMT"]
                    case "both": ["Date: Sun, 06 Nov 1994 08:49:30 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"]
                    default: ["Retry-After: \(hint)"]
                    }
                return index == 0 ? .reply(429, headers: headers) : .reply(200, "{}")
            })
        #expect(try await setup.get().status == 200)
        #expect(setup.clock.slept == [.seconds(7)] && setup.source.statistics.waited == .seconds(7))
    }

    @Test func unavailable_withAHint_isWaitedForByAll() async throws {
        let server = SourceSetup.script(.reply(503, headers: ["Retry-After: 60"]), .reply(200, "{}"))
        let setup = try SourceSetup(server) { $0.attempts = 1 }
        let error = try #require(try await setup.failure())
        #expect(error.code == .unavailable && error.retryAfter == .seconds(60))
        _ = try await setup.get()
        #expect(setup.clock.slept == [.seconds(60)])
    }

    @Test func tooOften_withoutAHint_backsOff() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(429), .reply(429), .reply(200, "{}")))
        #expect(try await setup.get().status == 200 && setup.clock.slept == [.seconds(1), .seconds(2)])
    }

    @Test func tooOften_beyondPatience_isSaidAtOnce() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(429, headers: ["Retry-After: 3600"])))
        let first = try #require(try await setup.failure())
        #expect(first.code == .rateLimited && first.retryAfter == .seconds(3600) && first.isTransient)
        #expect(first.message.contains("2023-11-14T23:13:20Z"))
        // Nobody asks within the pause.
        let second = try #require(try await setup.failure())
        #expect(second.code == .rateLimited && second.retryAfter == .seconds(3600) && setup.server.requests.count == 1)
    }

    @Test func connection_thatBreaks_isTriedAgain() async throws {
        let cut = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        let setup = try SourceSetup(SourceSetup.script(.close, .raw(cut), .raw("HTTP/1.1 2"), .reply(200, "{}")))
        #expect(try await setup.get().body == Array("{}".utf8) && setup.source.statistics.repeats == 3)
    }

    @Test func failure_thatStays_isNotRepeated() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "<html>", type: "text/html")))
        let error = try #require(try await setup.failure())
        #expect(error.code == .wrongContentType && !error.isTransient && setup.server.requests.count == 1)
        #expect(error.message.contains("text/html") && error.message.contains("base_url"))
    }

    @Test func body_beyondTheLimit_isSaid() async throws {
        let setup = try SourceSetup(SourceSetup.script(.endless)) { $0.largestReply = 1 << 20 }
        let error = try #require(try await setup.failure())
        #expect(error.code == .tooLarge && error.message.contains("1048576") && setup.server.requests.count == 1)
    }

    @Test func slowReply_isATimeout() async throws {
        let setup = try SourceSetup(SourceSetup.script(.silence)) {
            ($0.totalTimeout, $0.attempts) = (.milliseconds(40), 2)
        }
        let error = try #require(try await setup.failure())
        #expect(error.code == .timeout && error.isTransient && setup.server.requests.count == 2)
    }

    @Test(arguments: ["https://evil.example.org/x", "/x\r\nX: y", "ftp://a", ""])
    func request_outOfReach_isNotSent(address: String) async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}")))
        let error = try #require(try await setup.failure(address))
        #expect(error.code == .invalidRequest && setup.server.requests.isEmpty)
        #expect(!error.description.contains("\r") && !error.description.contains("\n"))
    }

    @Test func base_thatIsNone_isSaidWithTheRequest() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200))) { $0.baseURL = "api.example.com" }
        let error = try await setup.failure()
        #expect(error?.code == .invalidRequest && error?.message.contains("base_url") == true)
    }

    @Test func redirect_toAnAllowedHost_isFollowed() async throws {
        let other = LoopbackServer(.reply(200, "{}"))
        let setup = try SourceSetup(
            SourceSetup.script(.reply(302, headers: ["Location: \(other.address)/there"]))
        ) {
            $0.allowedHosts = ["127.0.0.1:\(other.port)"]
        }
        #expect(try await setup.get().status == 200 && other.requests.map(\.target) == ["/there"])
    }

    @Test(arguments: ["https://evil.example.org/", "http://127.0.0.1:1/", "file:///etc/passwd", nil])
    func redirect_elsewhere_isRefused(location: String?) async throws {
        let setup = try SourceSetup(
            SourceSetup.script(.reply(302, headers: location.map { ["Location: \($0)"] } ?? [], type: "text/html")))
        let error = try #require(try await setup.failure())
        #expect(error.code == .redirect && !error.isTransient && setup.server.requests.count == 1)
    }

    @Test func redirect_withoutEnd_isRefused() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(307, headers: ["Location: /again"])))
        let error = try await setup.failure()
        #expect(error?.code == .redirect && setup.server.requests.count == 6)
    }

    @Test func recording_getsEveryReply_andItsFailureIsTold() async throws {
        let seen = Mutex<[Int]>([])
        let setup = try SourceSetup(
            SourceSetup.script(.reply(500), .reply(200, "{}"), .reply(404)),
            recording: { _, reply throws(FetchError) in
                seen.withLock { $0.append(reply.status) }
                if reply.status == 404 { throw FetchError(.notRecorded, source: "test", "the disk is full") }
            })
        _ = try await setup.get()
        #expect(try await setup.failure()?.code == .notRecorded && seen.withLock { $0 } == [200, 404])
    }

    @Test func rate_isKept() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}"))) { ($0.rate, $0.burst) = (4, 2) }
        let start = setup.clock.sinceBoot
        for _ in 0..<10 { _ = try await setup.get() }
        let length = setup.clock.sinceBoot - start
        // Eight after the burst, a hundredth slower than the rate: 2.0202 s.
        #expect(length > .seconds(2.02) && length < .seconds(2.0203) && setup.source.statistics.waited == length)
    }

    @Test func cancelled_whileItWaits_ends() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}")))
        let source = setup.source
        let task = Task { () async throws -> SourceReply in
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await source.fetch(SourceRequest(address: "/"))
        }
        let error = await #expect(throws: FetchError.self) { try await task.value }
        #expect(error?.code == .cancelled && setup.server.requests.isEmpty)
    }
}
