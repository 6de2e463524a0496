@testable import QuestDBClient
import Synchronization
import Testing

/// A server in every kind of trouble, 200 seeded rounds: what was sent is there, once.
@Suite(.serialized) struct ILPTroubleTests {
    /// SplitMix64: the same numbers from the same seed.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    /// A table with DEDUP keys, and how often each of its rows came.
    private final class Table: Sendable {
        let rows = Mutex<[String: Int]>([:])
        func store(_ body: [UInt8]) {
            let lines = String(decoding: body, as: UTF8.self).split(separator: "\n").map(String.init)
            rows.withLock { rows in for line in lines { rows[line, default: 0] += 1 } }
        }
    }

    private static func serve(_ table: Table, seed: UInt64) -> ScriptedServer {
        let random = Mutex(Seeded(state: seed))
        return ScriptedServer { _, request in
            let choice = random.withLock { Int.random(in: 0..<10, using: &$0) }
            switch choice {
            case 0: return .reply(503, "later")
            case 1: return .reply(500, #"{"code":"internal error","message":"commit error","errorId":"x-1"}"#)
            case 2: return .close
            case 3: return .bytes("HTTP/1.1 20")
            case 4, 5:
                // Stored, and the answer is lost: the worst that can happen.
                table.store(request.body)
                return choice == 4 ? .close : .bytes("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
            default:
                table.store(request.body)
                return .reply(204, "")
            }
        }
    }

    @Test func rows_sentThroughTrouble_areAllThereAndWholeRequests() throws {
        let head = try ILPHead(table: "t", symbols: [("s", "x")])
        let column = try ILPColumn("l")
        var resent = 0
        for seed in 0..<200 as Range<UInt64> {
            let table = Table()
            let server = Self.serve(table, seed: seed)
            defer { server.stop() }
            // Patience that outlasts any run of bad luck, on a clock that stands still.
            let sender = try ILPSender(
                QuestDBEndpoint(server.address), retry: RetryPolicy(), limits: ILPSender.Limits(),
                environment: .init(now: { .zero }, chance: { 0 }, pause: { _ in }))
            var expected: Set<String> = []
            var rows = ILPBuffer(version: .text)
            for request in 0..<3 as Range<Int64> {
                rows.removeAll()
                for row in 0..<20 as Range<Int64> {
                    rows.begin(head)
                    rows.long(column, row)
                    try rows.end(nanoseconds: request * 20 + row)
                    expected.insert("t,s=x l=\(row)i \(request * 20 + row)")
                }
                try sender.send(rows)
            }
            let stored = table.rows.withLock { $0 }
            #expect(Set(stored.keys) == expected, "seed \(seed)")
            resent += stored.values.filter { $0 > 1 }.count
        }
        // Some requests did come twice: their rows are equal to the first ones, so DEDUP keys make them one.
        #expect(resent > 0)
    }

    /// Many threads with one client: connections are not mixed up.
    @Test func client_usedByManyThreads_givesEachItsOwnReply() async throws {
        let server = ScriptedServer { _, request in .reply(200, String(request.line.dropFirst(5))) }
        defer { server.stop() }
        let client = try HTTPClient(QuestDBEndpoint(server.address))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for index in 0..<50 {
                        let body = try client.get(HTTPRequest(path: "/\(thread)-\(index)")).body
                        #expect(String(decoding: body, as: UTF8.self) == "\(thread)-\(index)")
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
