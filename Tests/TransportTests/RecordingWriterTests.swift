import Foundation
import MarketData
import Testing
import Transport

@Suite(.serialized) struct RecordingWriterTests {
    private static func modes(below path: String) throws -> [Int] {
        try FileManager.default.subpathsOfDirectory(atPath: path).map { name in
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            return try #require(attributes[.posixPermissions] as? Int)
        }
    }

    @Test func recording_isTheUsersAlone() throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("a/b/case"), query: RecordingTests.query)
        try writer.record(RecordingTests.exchange("/1"))
        #expect(Set(try Self.modes(below: folder("a"))) == [0o700, 0o600])
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: writer.folder).sorted() == [
                "exchanges", "exchanges/0001.body", "exchanges/0001.toml", "query.toml",
            ])
    }

    @Test func query_isWrittenAsTheFormatSays() throws {
        let folder = try TestFolder()
        var query = RecordingTests.query
        query.settings = ["plan": "free", "a b": "\"quoted\""]
        let writer = try RecordingWriter(folder: folder("case"), query: query)
        #expect(
            try String(contentsOfFile: "\(writer.folder)/query.toml", encoding: .utf8) == #"""
                adapter = "kraken-rest"
                kind = "candles"
                interval_minutes = 60
                start = "2023-07-01T00:00:00Z"
                symbol = ""
                base = "BTC"
                quote = "USD"
                category = "CRYPTO"
                all_symbols = false
                adjusted = false
                resume_token = ""

                [settings]
                "a b" = "\"quoted\""
                plan = "free"

                """#)
    }

    @Test(arguments: ["query.toml", "exchanges/0001.toml", "notes"])
    func folder_thatHoldsSomething_isRefusedAndLeftAlone(name: String) throws {
        let folder = try TestFolder()
        try folder.write("case/\(name)", "mine")
        let error = try #require(throws: RecordingError.self) { try RecordingWriter(folder: folder("case")) }
        #expect("\(error)".contains("already holds"))
        #expect(try String(contentsOfFile: folder("case/\(name)"), encoding: .utf8) == "mine")
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: folder("case")).count == (name.contains("/") ? 2 : 1))
    }

    @Test func exchanges_ofManyThreads_areAllThereOnce() async throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 { group.addTask { try writer.record(RecordingTests.exchange("/\(number)")) } }
            try await group.waitForAll()
        }
        #expect(writer.count == 200)
        let read = try Recording(contentsOf: folder("case"))
        #expect(Set(read.exchanges.map(\.request.address)) == Set((0..<200).map { "/\($0)" }))
        #expect(read.exchanges.count == 200)
    }

    @Test func exchanges_areNumberedInTheirOrder() throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"))
        let addresses = (0..<12).map { "/\(11 - $0)" }
        for address in addresses { try writer.record(RecordingTests.exchange(address)) }
        #expect(try Recording(contentsOf: folder("case")).exchanges.map(\.request.address) == addresses)
    }

    /// What a process leaves that dies between a body and its exchange, or while it writes a file.
    @Test func recording_ofAProcessThatDied_isReadAsFarAsItCame() throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"), query: RecordingTests.query)
        try writer.record(RecordingTests.exchange("/1"))
        try folder.write("case/exchanges/0002.body", "half")
        try folder.write("case/exchanges/.0002.toml.new", "[request")
        #expect(try Recording(contentsOf: folder("case")).exchanges == [RecordingTests.exchange("/1")])
    }

    @Test func text_withANUL_isRefusedNamingTheKey() throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"))
        let error = try #require(throws: RecordingError.self) { try writer.record(RecordingTests.exchange("/\0")) }
        #expect("\(error)".contains("0001.toml: address: has a NUL in it"))
        #expect(writer.count == 0)
        try writer.record(RecordingTests.exchange("/1"))
        #expect(try Recording(contentsOf: folder("case")).exchanges.count == 1)
    }

    private static let secret = #"K3y/with"quotes+and%"#

    /// Everything that was written, one behind the other.
    private static func everything(below path: String) throws -> Data {
        try FileManager.default.subpathsOfDirectory(atPath: path).reduce(into: Data()) { all, name in
            all += Data(name.utf8)
            all += FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
        }
    }

    @Test(arguments: [
        secret, #"K3y\/with\"quotes+and%"#, #"K3y/with\"quotes+and%"#, "K3y%2Fwith%22quotes%2Band%25",
        "K3y%2fwith%22quotes%2band%25", Data(secret.utf8).base64EncodedString(),
    ])
    func secret_thatTheSourceRepeats_isNowhere(form: String) throws {
        let folder = try TestFolder()
        var query = RecordingTests.query
        query.settings = ["url": "https://\(form)@host", form: "x"]
        query.symbol = form
        let writer = try RecordingWriter(folder: folder("case"), query: query, redacting: [Array(Self.secret.utf8)])
        try writer.record(
            RecordedExchange(
                SourceRequest(
                    address: "/a?key=\(form)&key=\(form)", body: Array("1\(form)".utf8), contentType: form,
                    headers: [SourceHeader(form, form), SourceHeader("X-Key", "Bearer \(form)", credential: "main")]),
                SourceReply(
                    status: 200, contentType: form, headers: [SourceHeader("X-Echo", "<\(form)>")],
                    body: [0xFF] + Array("\(form)\(form) and \(form)".utf8) + [0xFE],
                    receivedAt: Timestamp(nanoseconds: 0))))
        #expect(try Self.everything(below: writer.folder).range(of: Data(form.utf8)) == nil)
        let read = try Recording(contentsOf: writer.folder)
        #expect(read.exchanges[0].request.address == "/a?key=<secret>&key=<secret>")
        #expect(read.exchanges[0].request.body == Array("1<secret>".utf8))
        #expect(read.exchanges[0].request.headers[1] == SourceHeader("X-Key", "Bearer <secret>", credential: "main"))
        #expect(read.exchanges[0].reply.headers == [SourceHeader("X-Echo", "<<secret>>")])
        #expect(read.exchanges[0].reply.body == [0xFF] + Array("<secret><secret> and <secret>".utf8) + [0xFE])
        #expect(read.query?.settings == ["url": "https://<secret>@host", "<secret>": "x"])
    }

    @Test func secrets_thatComeWithAnExchange_areCutToo() throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"), redacting: [Array("abc".utf8)])
        try writer.record(
            RecordingTests.exchange("/abcdef?x=abc", body: "abcdef-abc-def"), redacting: [Array("abcdef".utf8), []])
        let read = try Recording(contentsOf: writer.folder).exchanges[0]
        #expect(read.request.address == "/<secret>?x=<secret>")
        #expect(read.reply.body == Array("<secret>-<secret>-def".utf8))
    }

    @Test(arguments: ["Set-Cookie", "set-cookie2", "Authorization", "Proxy-Authorization", "X-Auth-Token", "x-api-key"])
    func header_thatHoldsASecretByItself_isNotKept(name: String) throws {
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"))
        var exchange = RecordingTests.exchange("/1")
        exchange.reply.headers = [SourceHeader(name, "hidden-value"), SourceHeader("Retry-After", "3")]
        exchange.request.headers = [SourceHeader(name, "hidden-value")]
        try writer.record(exchange)
        #expect(try Self.everything(below: writer.folder).range(of: Data("hidden-value".utf8)) == nil)
        let read = try Recording(contentsOf: writer.folder).exchanges[0]
        #expect(read.reply.headers == [SourceHeader("Retry-After", "3")])
        #expect(read.request.headers == [SourceHeader(name, "<secret>")])
    }

    @Test func sessions_ofAFolder_getNamesThatSayWhatTheyAre() throws {
        let folder = try TestFolder()
        let recordings = try RecordingFolder(folder("records"))
        let queries = [
            RecordingTests.query, RecordedQuery(adapter: "massive", .candles(minutes: 1440), allSymbols: true),
            RecordedQuery(adapter: "finnhub", .trades, symbol: "BINANCE:BTC/USDT"),
            RecordedQuery(adapter: "ecb-rates", .instruments),
        ]
        let names = try queries.map { query in
            let path = try recordings.begin(query).folder
            return path.split(separator: "/").last.map(String.init)
        }
        #expect(
            names == [
                "0001-kraken-rest-candles-BTC-USD-60", "0002-massive-candles-all-1440",
                "0003-finnhub-trades-BINANCE-BTC-USDT", "0004-ecb-rates-instruments",
            ])
        // Another run goes on behind.
        let again = try RecordingFolder(folder("records")).begin(queries[0])
        #expect(again.folder.hasSuffix("/0005-kraken-rest-candles-BTC-USD-60"))
        #expect(try Recording(contentsOf: again.folder).query == queries[0])
    }

    @Test func folder_ofOtherThings_isNoFolderOfRecordings() throws {
        let folder = try TestFolder()
        try folder.write("records/mine.txt", "")
        let error = try #require(throws: RecordingError.self) { try RecordingFolder(folder("records")) }
        #expect("\(error)".contains("already holds 'mine.txt'"))
    }
}
