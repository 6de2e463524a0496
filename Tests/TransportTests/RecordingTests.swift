import Foundation
import MarketData
import Testing
import Transport

@Suite struct RecordingTests {
    static let reply = SourceReply(
        status: 200, contentType: "application/json", body: Array(#"{"error":[]}"#.utf8),
        receivedAt: Timestamp(nanoseconds: 1_688_256_300_000_000_000))
    static let query = RecordedQuery(
        adapter: "kraken-rest", .candles(minutes: 60), start: Timestamp(nanoseconds: 1_688_169_600_000_000_000),
        base: "BTC", quote: "USD", category: .crypto)

    static func exchange(_ address: String, body: String = "{}") -> RecordedExchange {
        var reply = reply
        reply.body = Array(body.utf8)
        return RecordedExchange(SourceRequest(address: address), reply)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func recording_ofHardTexts_isReadBackAsItWas(seed: UInt64) throws {
        var hard = HardTexts(seed: seed)
        let folder = try TestFolder()
        let kinds: [RecordedQuery.Kind] = [
            .candles(minutes: .random(in: 1...5_256_000, using: &hard)), .trades, .instruments,
        ]
        let times = [hard.time(), hard.time()].sorted()
        let query = RecordedQuery(
            adapter: hard.name(), kinds.randomElement(using: &hard) ?? .trades,
            start: times[0] < times[1] ? Timestamp(nanoseconds: times[0]) : nil, end: Timestamp(nanoseconds: times[1]),
            now: Bool.random(using: &hard) ? Timestamp(nanoseconds: hard.time()) : nil, symbol: hard.text(),
            base: hard.text(), quote: hard.text(), category: AssetCategory.allCases.randomElement(using: &hard),
            allSymbols: .random(using: &hard), adjusted: .random(using: &hard), resumeToken: hard.text(),
            settings: Dictionary((0..<3).map { _ in (hard.text(), hard.text()) }) { $1 })
        let exchanges = (0..<3).map { _ in
            RecordedExchange(
                SourceRequest(
                    address: "/" + hard.text(), method: ["GET", "POST"].randomElement(using: &hard) ?? "GET",
                    body: hard.bytes(), contentType: hard.text(),
                    headers: [
                        SourceHeader(hard.name(), hard.text()),
                        SourceHeader("Authorization", "Bearer ", credential: hard.name()),
                    ], isImmutable: .random(using: &hard), cost: .random(in: 1...1000, using: &hard)),
                SourceReply(
                    status: .random(in: 100...599, using: &hard), contentType: hard.text(),
                    headers: [SourceHeader(hard.name(), hard.text()), SourceHeader(hard.name(), hard.text())],
                    body: hard.bytes(), receivedAt: Timestamp(nanoseconds: hard.time())))
        }
        let writer = try RecordingWriter(folder: folder("case"), query: query)
        for exchange in exchanges { try writer.record(exchange) }
        let read = try Recording(contentsOf: folder("case"))
        #expect(read.query == query)
        for (found, written) in zip(read.exchanges, exchanges) { #expect(found == written) }
        // Texts that count as equal may differ in their bytes: é as one character and as two.
        #expect("\(read.exchanges)".utf8.elementsEqual("\(exchanges)".utf8))
    }

    @Test func case_writtenByHand_isReadWithItsDefaults() throws {
        let folder = try TestFolder()
        try folder.write("case/query.toml", "adapter = \"kraken-rest\"\nkind = \"trades\"\n")
        try folder.write(
            "case/exchanges/0001.toml",
            """
            [request]
            address = "/0/public/Time"
            [reply]
            status = 200
            received_at = "2023-07-02T00:05:00.25Z"
            body = "time.json"
            """)
        try folder.write("case/exchanges/time.json", [0xFF, 0, 0xFE])
        try folder.write("case/expected.csv", "time\n")
        let read = try Recording(contentsOf: folder("case"))
        #expect(read.query == RecordedQuery(adapter: "kraken-rest", .trades))
        let received = try #require(Timestamp(rfc3339: "2023-07-02T00:05:00.25Z"))
        #expect(
            read.exchanges == [
                RecordedExchange(
                    SourceRequest(address: "/0/public/Time"),
                    SourceReply(status: 200, body: [0xFF, 0, 0xFE], receivedAt: received))
            ])
    }

    @Test func session_thatAskedNothing_isARecording() throws {
        let folder = try TestFolder()
        try folder.write("case/query.toml", "adapter = \"a\"\nkind = \"instruments\"\n")
        #expect(try Recording(contentsOf: folder("case")).exchanges.isEmpty)
    }

    static let request = "[request]\naddress = \"/a\"\n"
    static let replyLines = "[reply]\nstatus = 200\nreceived_at = \"2023-07-02T00:05:00Z\"\n"

    @Test(arguments: [
        ("x = ", ["0001.toml:1: not TOML: "]),
        ("", ["request: missing; expected a table [request]", "reply: missing; expected a table [reply]"]),
        (request + replyLines + "[more]\n", ["more: unknown key; allowed here: request, reply"]),
        (request + "verb = 1\n" + replyLines, ["request.verb: unknown key; allowed here: method, address"]),
        (
            "[request]\nmethod = \"get\"\naddress = 7\ncost = 0\nimmutable = 1\n" + replyLines,
            [
                "request.method: found \"get\"; expected a method in capitals",
                "request.address: found a whole number; expected \"/path?query\"",
                "request.cost: found 0; expected a whole number from 1 to 1000000",
                "request.immutable: found a whole number; expected true or false",
            ]
        ),
        (
            request + "[reply]\nstatus = 99\nreceived_at = 2023-07-02T00:05:00Z\n",
            [
                "reply.status: found 99; expected a whole number from 100 to 599",
                "reply.received_at: found a date without quotes; expected a time like",
            ]
        ),
        (request + "[reply]\n", ["reply.status: missing; expected a whole number", "reply.received_at: missing"]),
        (
            request + replyLines + "[[reply.headers]]\nname = \"A\"\nvalue = \"b\"\ncredential = \"c\"\n",
            ["reply.headers[0].credential: unknown key; allowed here: name, value"]
        ),
        (request + replyLines + "[[reply.headers]]\nvalue = \"b\"\n", ["reply.headers[0].name: missing"]),
        (request + "headers = [1]\n" + replyLines, ["request.headers[0]: found a whole number; expected tables"]),
        (
            request + replyLines + "body = \"../../secret\"\n",
            ["reply.body: found \"../../secret\"; expected the name of"]
        ),
        (request + replyLines + "body = \"/etc/passwd\"\n", ["reply.body: found \"/etc/passwd\""]),
        (request + replyLines + "body = \"..\"\n", ["reply.body: found \"..\""]),
        (request + replyLines + "body = \"none\"\n", ["reply.body: there is no file"]),
        (request + "body = \"none\"\n" + replyLines, ["none: cannot be read: No such file"]),
        (request + "content_type = \"a\\u0000b\"\n" + replyLines, ["0001.toml:3: a text with a NUL in it"]),
    ])
    func exchange_thatIsWrong_isRefusedNamingKeyAndWhatWasExpected(text: String, messages: [String]) throws {
        let folder = try TestFolder()
        try folder.write("case/exchanges/0001.toml", text)
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder("case")) }
        #expect(error.problems.count == messages.count, "\(error)")
        for message in messages { #expect("\(error)".contains(message), "\(error)") }
        #expect(error.problems.allSatisfy { $0.file.hasPrefix(folder("case/exchanges/")) })
    }

    @Test(arguments: [
        ("kind = \"trades\"", "adapter: missing; expected an adapter's id"),
        (
            "adapter = \"a\"\nkind = \"bars\"",
            "kind: found \"bars\"; expected \"candles\", \"trades\" or \"instruments\""
        ),
        ("adapter = \"a\"\nkind = \"candles\"", "interval_minutes: missing; expected a whole number from 1"),
        ("adapter = \"a\"\nkind = \"trades\"\ninterval_minutes = 5", "interval_minutes: is for candles"),
        ("adapter = \"a\"\nkind = \"trades\"\nstart = \"yesterday\"", "start: found \"yesterday\"; expected a time"),
        (
            "adapter = \"a\"\nkind = \"trades\"\nstart = \"2024-01-02\"\nend = \"2024-01-02\"",
            "end: found 2024-01-02T00:00:00Z; expected a time after 2024-01-02T00:00:00Z"
        ),
        ("adapter = \"a\"\nkind = \"trades\"\ncategory = \"FISH\"", "category: found \"FISH\"; expected STOCK"),
        ("adapter = \"a\"\nkind = \"trades\"\ntoken = \"\"", "token: unknown key"),
        ("adapter = \"a\"\nkind = \"trades\"\n[settings]\nplan = 3", "settings.plan: found a whole number"),
    ])
    func query_thatIsWrong_isRefusedNamingKeyAndWhatWasExpected(text: String, message: String) throws {
        let folder = try TestFolder()
        try folder.write("case/query.toml", text)
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder("case")) }
        #expect(error.problems.count == 1 && "\(error)".contains("query.toml: \(message)"), "\(error)")
    }

    @Test func folder_withNumbersThatLackOne_isRefused() throws {
        let folder = try TestFolder()
        try folder.write("case/exchanges/0001.toml", Self.request + Self.replyLines)
        try folder.write("case/exchanges/0003.toml", Self.request + Self.replyLines)
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder("case")) }
        #expect("\(error)".contains("0002.toml is missing"))
        try folder.write("case/exchanges/2.toml", Self.request + Self.replyLines)
        let name = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder("case")) }
        #expect("\(name)".contains("2.toml: not the name of an exchange; expected one like 0001.toml"))
    }

    @Test func folder_thatIsNone_isRefused() throws {
        let folder = try TestFolder()
        for name in ["", "none"] {
            let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder(name)) }
            #expect("\(error)".contains("is no recording; expected a folder with query.toml and exchanges/"))
        }
    }

    @Test func body_thatIsALink_isNotFollowed() throws {
        let folder = try TestFolder()
        try folder.write("other", "not yours")
        try folder.write("case/exchanges/0001.toml", Self.request + Self.replyLines + "body = \"0001.body\"\n")
        try FileManager.default.createSymbolicLink(
            atPath: folder("case/exchanges/0001.body"), withDestinationPath: folder("other"))
        let error = try #require(throws: RecordingError.self) { try Recording(contentsOf: folder("case")) }
        #expect("\(error)".contains("0001.body: cannot be read"))
    }
}
