import Foundation
import NIOHTTP1
import Synchronization
import Testing

@testable import QuestDBClient

/// A sender against a server that does what servers and networks do.
@Suite(.serialized) struct QWPSenderTests {
    static let table = try! QWPTable(
        "t", columns: [QWPColumn("n", .long), QWPColumn("s", .symbol), .designated("time")])

    /// Settings without long pauses.
    static var quick: QWPSettings {
        var settings = QWPSettings()
        settings.firstBackoff = .milliseconds(1)
        settings.longestBackoff = .milliseconds(5)
        settings.rejectionTime = .zero
        return settings
    }

    private func endpoint(_ server: StandInServer) throws -> QWPEndpoint {
        try QWPEndpoint(host: "127.0.0.1", port: server.port)
    }

    /// Sends the numbers, each with a symbol of a hundred, and gives the last sequence number.
    @discardableResult
    private func send(_ numbers: Range<Int64>, by sender: QWPSender) throws(QWPError) -> UInt64 {
        let (values, ids) = (Array(numbers), numbers.map { UInt32($0 % 100) })
        let names = (0..<100).map { "symbol \($0)" }
        return try sender.send(Self.table, rows: values.count) { block, range throws(QWPError) in
            block.longs(values.span.extracting(range))
            try block.symbols(ids: ids.span.extracting(range), names: names)
            block.timestamps(nanoseconds: values.span.extracting(range))
        }
    }

    private func integers(_ range: Range<Int64>) -> [Cell] { range.map { .integer($0) } }

    @Test func rows_ofManyMessages_arriveInOrderWithTheirSymbols() throws {
        let server = try StandInServer()
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        var last: UInt64 = 0
        for start in stride(from: Int64(0), to: 1_000, by: 100) { last = try send(start..<start + 100, by: sender) }
        try sender.wait(for: last)
        #expect(last == 10)
        #expect(sender.acknowledged == 10)
        #expect(server.problems == [])
        #expect(server.values("n") == integers(0..<1_000))
        #expect(server.values("s") == (0..<1_000).map { .text("symbol \($0 % 100)") })
        #expect(server.received.map(\.frame.newSymbols) == [100] + Array(repeating: 0, count: 9))
        #expect(Set(server.received.map(\.maskingKey)).count == 10)
    }

    @Test func batch_largerThanTheServerTakes_isSplitByRows() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.headers = [("X-QWP-Version", "1"), ("X-QWP-Max-Batch-Size", "5000")]
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        try sender.wait(for: send(0..<2_000, by: sender))
        #expect(server.values("n") == integers(0..<2_000))
        #expect(server.received.count > 8)
        #expect(server.received.allSatisfy { $0.bytes.count <= 5_000 })
        // Parts of equal size.
        let sizes = server.received.map(\.frame.rows)
        #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    }

    @Test func messages_encodedBefore_areSentAsTheyAreAndMoreThanOnce() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.headers = [("X-QWP-Version", "1"), ("X-QWP-Max-Batch-Size", "5000")]
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        let numbers = Array(Int64(0)..<2_000)
        let messages = try sender.encode(Self.table, rows: numbers.count) { block, range throws(QWPError) in
            block.longs(numbers.span.extracting(range))
            try block.symbols(constant: "one")
            block.timestamps(nanoseconds: numbers.span.extracting(range))
        }
        #expect(messages.count > 8)
        var last: UInt64 = 0
        for _ in 0..<2 { for message in messages { last = try sender.send(message) } }
        try sender.wait(for: last)
        #expect(last == UInt64(2 * messages.count))
        #expect(server.values("n") == integers(0..<2_000) + integers(0..<2_000))
        #expect(server.received.map(\.frame.rows) == (messages + messages).map(\.rows))
    }

    @Test func message_ofAnotherSender_traps() async {
        await #expect(processExitsWith: .failure) {
            do {
                let server = try StandInServer()
                let place = try QWPEndpoint(host: "127.0.0.1", port: server.port)
                let (one, other) = (try QWPSender.connect(to: place), try QWPSender.connect(to: place))
                let numbers: [Int64] = [1]
                let messages = try one.encode(QWPSenderTests.table, rows: 1) { block, _ throws(QWPError) in
                    block.longs(numbers.span)
                    try block.symbols(constant: "one")
                    block.timestamps(nanoseconds: numbers.span)
                }
                try other.send(messages[0])
            } catch {
                // An error is no trap.
                exit(EXIT_SUCCESS)
            }
        }
    }

    @Test func symbols_thatFillMoreThanAMessage_goAheadInMessagesOfTheirOwn() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.headers = [("X-QWP-Version", "1"), ("X-QWP-Max-Batch-Size", "2000")]
        behaviour.reply = { connection, frame in connection == 0 && frame == 5 ? .cut : .accept }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        let table = try QWPTable("t", columns: [QWPColumn("s", .symbol)])
        let names = (0..<300).map { "a rather long name of a symbol, number \($0)" }
        let ids = (0..<300).map { UInt32($0) }
        try sender.wait(
            for: sender.send(table, rows: 300) { block, range throws(QWPError) in
                try block.symbols(ids: ids.span.extracting(range), names: names)
            })
        #expect(server.problems == [])
        #expect(server.values("s") { $0.connection == 1 } == names.map { .text($0) })
        #expect(server.received.allSatisfy { $0.bytes.count <= 2_000 })
        #expect(server.received.filter { $0.frame.isDeferred }.allSatisfy { $0.frame.rows == 0 })
        #expect(server.received.contains { $0.connection == 1 && $0.frame.isDeferred && $0.frame.firstSymbol == 0 })
    }

    @Test func row_largerThanTheServerTakes_isRefusedBeforeItIsSent() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.headers = [("X-QWP-Version", "1"), ("X-QWP-Max-Batch-Size", "100")]
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        let table = try QWPTable("t", columns: (0..<20).map { QWPColumn("a column \($0)", .double) })
        let error = #expect(throws: QWPError.self) {
            try sender.send(table, rows: 2) { block, _ throws(QWPError) in
                for _ in 0..<20 { block.doubles(constant: 1) }
            }
        }
        #expect(error?.code == .rowTooLarge)
        #expect(server.received.isEmpty)
    }

    /// Cuts at seeded moments, acknowledges at seeded moments: every row arrives, in order, on the last connection that
    /// it was sent on, and every connection hears the symbols first.
    @Test(arguments: UInt64(1)...200)
    func connection_cutAtAnyMoment_losesNothing(seed: UInt64) throws {
        let random = Mutex(Seeded(seed: seed))
        var behaviour = StandInServer.Behaviour()
        behaviour.reply = { connection, _ in
            let dice = random.withLock { Int.random(in: 0..<12, using: &$0) }
            if connection < 8, dice == 0 { return .cut }
            if connection < 8, dice == 1 { return .close(1_001) }
            if connection < 8, dice == 2 { return .refuse(0x0D, "gap") }
            return dice < 7 && connection < 8 ? .wait : .accept
        }
        let server = try StandInServer(behaviour)
        var settings = Self.quick
        settings.messagesInFlight = 1 + Int(seed % 6)
        settings.rejections = 100
        // A server that says nothing is asked, and then answers.
        settings.silence = .milliseconds(40)
        let sender = try QWPSender.connect(to: endpoint(server), settings: settings)
        defer { sender.close() }
        var last: UInt64 = 0
        for start in stride(from: Int64(0), to: 600, by: 20) { last = try send(start..<start + 20, by: sender) }
        try sender.wait(for: last)
        #expect(server.problems == [])
        #expect(server.connections > 1)
        var seen: [Cell: Int] = [:]
        for cell in server.values("n") { seen[cell, default: 0] += 1 }
        #expect((0..<600).allSatisfy { seen[.integer($0)] != nil })
        // Within a connection rows come in order, without holes.
        for connection in 0..<server.connections {
            let numbers = server.values("n") { $0.connection == connection }
            guard case .integer(let first) = numbers.first else { continue }
            #expect(numbers == integers(first..<first + Int64(numbers.count)))
        }
        for received in server.received where received.frame.rows > 0 {
            #expect(received.frame.cells("s")?.count == received.frame.rows)
        }
    }

    @Test func refusal_thatIsFinal_failsEveryCallUntilItIsGivenUp() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.reply = { connection, frame in connection == 0 && frame == 1 ? .refuse(0x03, "no such type") : .accept
        }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        try sender.wait(for: send(0..<5, by: sender))
        let second = try send(5..<10, by: sender)
        let error = #expect(throws: QWPError.self) { try sender.wait(for: second) }
        #expect(error?.code == .rejected)
        #expect(error?.status == .schemaMismatch)
        #expect(error?.sequence == 2)
        #expect(error?.table == "t")
        #expect(error?.message.contains("no such type") == true)
        #expect(throws: try #require(error)) { try send(10..<15, by: sender) }
        #expect(throws: try #require(error)) { try sender.wait(for: 2) }
        #expect(sender.discardUnacknowledged() == 1)
        #expect(throws: QWPError.discarded(2)) { try sender.wait(for: 2) }
        #expect(try send(10..<15, by: sender) == 3)
        try sender.wait(for: 3)
        #expect(server.values("n") { $0.connection == 1 } == integers(10..<15))
        #expect(server.problems == [])
    }

    /// A refusal that may pass is tried again, then believed.
    @Test(arguments: [0x06, 0x09, 0x0D, 0x42] as [UInt8])
    func refusal_thatIsRepeated_becomesFinal(status: UInt8) throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.reply = { _, frame in frame == 0 ? .refuse(status, "again") : .accept }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        let error = #expect(throws: QWPError.self) { try sender.wait(for: send(0..<5, by: sender)) }
        // The first frame of a later connection is the symbols alone.
        #expect(error?.code == .rejected)
        #expect(error?.status?.rawValue == status)
        #expect(error?.canRetry == true)
        #expect(server.connections == 4)
    }

    @Test func refusal_ofANodeThatDoesNotWrite_isTriedUntilItDoes() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.reply = { connection, _ in connection < 9 ? .refuse(0x0C, "replica") : .accept }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        try sender.wait(for: send(0..<5, by: sender))
        #expect(server.connections == 10)
    }

    @Test(arguments: [(401, QWPError.Code.unauthorized), (403, .unauthorized), (404, .notOffered), (400, .notOffered)])
    func upgrade_thatIsRefused_isAnErrorOfItsOwn(status: Int, code: QWPError.Code) throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.upgrade = { _ in .init(statusCode: status) }
        let server = try StandInServer(behaviour)
        let error = #expect(throws: QWPError.self) { try QWPSender.connect(to: endpoint(server), settings: Self.quick) }
        #expect(error?.code == code)
        #expect(error?.httpStatus == status)
        #expect(server.connections == 1)
    }

    @Test func upgrade_toAnotherWebSocket_isNotQWP() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.headers = []
        let server = try StandInServer(behaviour)
        let error = #expect(throws: QWPError.self) { try QWPSender.connect(to: endpoint(server), settings: Self.quick) }
        #expect(error?.code == .notOffered)
    }

    /// A server that is being replaced answers anything; it spoke QWP before and will again.
    @Test func upgrade_refusedAfterQWPWasSpoken_isTriedAgain() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.upgrade = { (1...3).contains($0) ? .notFound : .switchingProtocols }
        behaviour.reply = { connection, _ in connection == 0 ? .cut : .accept }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        defer { sender.close() }
        try sender.wait(for: send(0..<5, by: sender))
        #expect(server.connections == 5)
    }

    @Test func server_thatStaysAway_isUnreachableWhenPatienceEnds() throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.upgrade = { $0 > 0 ? .serviceUnavailable : .switchingProtocols }
        behaviour.reply = { _, frame in frame == 0 ? .accept : .cut }
        let server = try StandInServer(behaviour)
        var settings = Self.quick
        settings.patience = .milliseconds(100)
        let sender = try QWPSender.connect(to: endpoint(server), settings: settings)
        defer { sender.close() }
        try sender.wait(for: send(0..<5, by: sender))
        let error = #expect(throws: QWPError.self) { try sender.wait(for: send(5..<10, by: sender)) }
        #expect(error?.code == .unreachable)
        #expect(error?.canRetry == true)
        #expect(throws: try #require(error)) { try send(10..<15, by: sender) }
        #expect(sender.discardUnacknowledged() == 1)
    }

    @Test func nobodyListening_isUnreachable() throws {
        var settings = Self.quick
        settings.patience = .milliseconds(50)
        // Port 1 is nobody's here.
        let error = #expect(throws: QWPError.self) {
            try QWPSender.connect(to: QWPEndpoint(host: "127.0.0.1", port: 1), settings: settings)
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message.contains("refused") == true)
    }

    @Test func credentials_areSentAndNotShown() throws {
        let server = try StandInServer()
        for authentication in [
            QWPEndpoint.Authentication.basic(user: "admin", password: "quést:x"), .bearer(token: "tok3n"),
        ] {
            let endpoint = try QWPEndpoint(host: "127.0.0.1", port: server.port, authentication: authentication)
            try QWPSender.connect(to: endpoint, settings: Self.quick).close()
            var dumped = ""
            dump(endpoint, to: &dumped)
            #expect(!dumped.contains("quést") && !dumped.contains("tok3n"))
            #expect(!"\(endpoint) \(authentication)".contains("tok3n"))
        }
        #expect(
            server.requests.map { $0.headers.first(name: "Authorization") }
                == ["Basic " + Data("admin:quést:x".utf8).base64EncodedString(), "Bearer tok3n"])
        #expect(
            server.requests.allSatisfy { $0.uri == "/write/v4" && $0.headers.first(name: "X-QWP-Max-Version") == "1" })
    }

    @Test func close_isInOrderAndEndsEveryCall() throws {
        let server = try StandInServer()
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        try sender.wait(for: send(0..<5, by: sender))
        sender.close()
        sender.close()
        #expect(server.closeFrames == 1)
        #expect(throws: QWPError.closed) { try send(0..<5, by: sender) }
        #expect(throws: QWPError.closed) { try sender.wait(for: 9) }
        #expect(sender.discardUnacknowledged() == 1)
    }

    /// A server that never answers the closing does not hold it up; who waits is let go.
    @Test func close_whileMessagesWait_letsWaitersGo() async throws {
        var behaviour = StandInServer.Behaviour()
        behaviour.reply = { _, _ in .wait }
        let server = try StandInServer(behaviour)
        let sender = try QWPSender.connect(to: endpoint(server), settings: Self.quick)
        let last = try send(0..<5, by: sender)
        let waiter = Task.detached { try sender.wait(for: last) }
        sender.close()
        await #expect(throws: QWPError.closed) { try await waiter.value }
    }

    @Test func threads_sendingAtOnce_getEveryRowThrough() async throws {
        let server = try StandInServer()
        var settings = Self.quick
        settings.messagesInFlight = 3
        let sender = try QWPSender.connect(to: endpoint(server), settings: settings)
        defer { sender.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask { [self] in
                    let start = Int64(worker) * 1_000
                    for part in 0..<10 {
                        let first = start + Int64(part) * 100
                        try sender.wait(for: send(first..<first + 100, by: sender))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(Set(server.values("n")).count == 4_000)
        #expect(server.problems == [])
    }
}
