@testable import QuestDBClient
import Synchronization
import Testing

@Suite struct ILPSenderTests {
    /// A clock that goes on by the pauses alone.
    private final class Waiting: Sendable {
        let pauses = Mutex<[Duration]>([])

        var environment: ILPSender.Environment {
            ILPSender.Environment(
                now: { [self] in pauses.withLock { $0.reduce(.zero, +) } }, chance: { 0.5 },
                pause: { [self] pause in pauses.withLock { $0.append(pause) } })
        }
    }

    private static let limits = ILPSender.Limits()

    private static func rows(_ count: Int) throws -> ILPBuffer {
        var rows = ILPBuffer(version: .text)
        let head = try ILPHead(table: "t")
        let column = try ILPColumn("x")
        for row in 0..<count {
            rows.begin(head)
            rows.long(column, Int64(row))
            try rows.end(nanoseconds: Int64(row))
        }
        return rows
    }

    private static func send(
        _ server: ScriptedServer, rows count: Int = 3, patience: Duration = .seconds(60),
        limits: ILPSender.Limits = limits
    ) throws -> [Duration] {
        let waiting = Waiting()
        let sender = try ILPSender(
            QuestDBEndpoint(server.address), retry: RetryPolicy(patience: patience), limits: limits,
            environment: waiting.environment)
        let rows = try rows(count)
        try sender.send(rows)
        return waiting.pauses.withLock { $0 }
    }

    @Test func rows_thatAreTaken_areOneRequestWithNanoseconds() throws {
        let server = ScriptedServer(.reply(204, ""))
        defer { server.stop() }
        #expect(try Self.send(server) == [])
        #expect(server.requests.map(\.line) == ["POST /write?precision=n"])
        #expect(String(decoding: server.requests[0].body, as: UTF8.self) == "t x=0i 0\nt x=1i 1\nt x=2i 2\n")
    }

    @Test func rows_ofNone_areNoRequest() throws {
        let server = ScriptedServer(.reply(204, ""))
        defer { server.stop() }
        #expect(try Self.send(server, rows: 0) == [])
        #expect(server.requests.isEmpty)
    }

    /// Statuses, cuts before and within the reply: each is followed by the same body again.
    @Test func troubles_thatPass_areFollowedByTheSameBody() throws {
        let troubles: [ScriptedServer.Answer] =
            [500, 503, 504, 507, 509, 523, 524, 529, 599].map { .reply($0, "busy") }
            + [
                .close, .bytes("HTTP/1.1 204"), .bytes("HTTP/1.1 500 Bad\r\nContent-Length: 10\r\n\r\nhalf"),
                .bytes("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"), .bytes("nonsense\r\n\r\n"),
            ]
        let server = ScriptedServer { index, _ in index < troubles.count ? troubles[index] : .reply(204, "") }
        defer { server.stop() }
        let pauses = try Self.send(server, rows: 20_000)
        // A connection kept from an earlier request that closes without a word is replaced without a pause.
        #expect(pauses.count == troubles.count - 1)
        #expect(server.requests.count == troubles.count + 1)
        #expect(Set(server.requests.map(\.body)).count == 1)
    }

    @Test func silence_endsWithTheTimeoutAndIsRetried() throws {
        let server = ScriptedServer { index, _ in index == 0 ? .silence : .reply(204, "") }
        defer { server.stop() }
        let limits = ILPSender.Limits(timeout: .milliseconds(50), bytesPerSecond: 1_000_000)
        #expect(try Self.send(server, limits: limits).count >= 1)
        #expect(server.requests.count >= 2)
    }

    @Test(arguments: [
        (400, QuestDBError.Code.rejected), (401, .unauthorized), (403, .forbidden), (404, .notFound), (413, .tooLarge),
        (421, .serverFailure), (429, .serverFailure), (302, .serverFailure), (501, .serverFailure),
    ])
    func refusal_thatIsFinal_isNotRetried(status: Int, code: QuestDBError.Code) throws {
        let server = ScriptedServer(.reply(status, "no"))
        defer { server.stop() }
        let error = #expect(throws: QuestDBError.self) { try Self.send(server) }
        #expect(error?.code == code && error?.status == status)
        #expect(server.requests.count == 1)
    }

    @Test func refusal_ofALine_namesTheRow() throws {
        let body = """
            {"code":"invalid","message":"failed to parse line protocol:errors encountered on line(s):\\nerror in line 2: table: t, column: x; cast error from protocol type: STRING to column type: DOUBLE","line":2,"errorId":"a48992f1db1c-7"}
            """
        let server = ScriptedServer(.reply(400, body))
        defer { server.stop() }
        let error = #expect(throws: QuestDBError.self) { try Self.send(server) }
        #expect(error?.code == .rejected && error?.line == 2)
        #expect(
            error?.message
                == "row 2 of 3: table: t, column: x; cast error from protocol type: STRING to column type: DOUBLE (status 400)"
        )
    }

    /// 413 says something about the request's size alone: smaller ones go, in the order of the rows.
    @Test(arguments: [900, 5_000, 100_000])
    func body_thatIsTooLarge_isSentInParts(limit: Int) throws {
        let server = ScriptedServer { _, request in .reply(request.body.count > limit ? 413 : 204, "") }
        defer { server.stop() }
        let sender = try ILPSender(QuestDBEndpoint(server.address))
        let rows = try Self.rows(1_000)
        let all = (0..<1_000).map { "t x=\($0)i \($0)\n" }.joined()
        try sender.send(rows)
        func taken() -> String {
            server.requests.filter { $0.body.count <= limit }.map { String(decoding: $0.body, as: UTF8.self) }.joined()
        }
        #expect(taken() == all)
        let requests = server.requests.count
        try sender.send(rows)
        #expect(taken() == all + all)
        // The size is remembered: none is refused any more.
        #expect(server.requests.dropFirst(requests).allSatisfy { $0.body.count <= limit })
    }

    /// The first 64 rows take 684 bytes, having few digits; the next 64 take 760.
    @Test(arguments: [(500, "none of these rows was stored"), (700, "the first 64 rows are stored")])
    func body_thatIsTooLargeInParts_isAnErrorThatSaysHowFarItCame(limit: Int, words: String) throws {
        let server = ScriptedServer { _, request in .reply(request.body.count > limit ? 413 : 204, "") }
        defer { server.stop() }
        let sender = try ILPSender(QuestDBEndpoint(server.address))
        let error = #expect(throws: QuestDBError.self) { try sender.send(Self.rows(1_000)) }
        #expect(error?.code == .tooLarge && error?.status == 413)
        #expect(error?.advice.contains(words) == true, "\(error.debugDescription)")
    }

    @Test func refusal_ofALineInALaterPart_namesTheRowOfAll() throws {
        let server = ScriptedServer { index, request in
            if request.body.count > 2_000 { return .reply(413, "") }
            return index > 3 ? .reply(400, #"{"message":"error in line 3: no","line":3}"#) : .reply(204, "")
        }
        defer { server.stop() }
        let sender = try ILPSender(QuestDBEndpoint(server.address))
        let error = #expect(throws: QuestDBError.self) { try sender.send(Self.rows(500)) }
        let stored = server.requests.filter { $0.body.count <= 2_000 }.dropLast()
        let before = stored.reduce(0) { $0 + $1.body.count { $0 == UInt8(ascii: "\n") } }
        #expect(before > 0 && error?.line == 3)
        #expect(error?.message.hasPrefix("row \(before + 3) of") == true, "\(error.debugDescription)")
        #expect(error?.advice.contains("only the \(before) rows") == true)
    }

    @Test func trouble_thatStays_endsUnreachableWithPatience() throws {
        let server = ScriptedServer(.reply(503, "not now"))
        defer { server.stop() }
        let error = #expect(throws: QuestDBError.self) { try Self.send(server, patience: .seconds(2)) }
        #expect(error?.code == .unreachable && error?.status == 503)
        #expect(error?.message.contains("not now") ?? false)
        // 25, 50, 100, 200, 400, 800 ms fit; the next pause would end after 2 s.
        #expect(server.requests.count == 7)
    }

    @Test func server_thatIsNotThere_isUnreachable() throws {
        let server = ScriptedServer(.close)
        server.stop()
        let error = #expect(throws: QuestDBError.self) { try Self.send(server, patience: .seconds(1)) }
        #expect(error?.code == .unreachable)
    }
}
