import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The format of a case's folder.
@Suite struct FolderTests {
    /// A folder with these files; gone when the test is.
    private func withFolder<Result>(_ files: [String: String], _ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-case-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left there is a temporary file
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try body(folder)
    }

    private let files = [
        "query.toml": """
        adapter = "some-source"
        kind = "candles"
        interval_minutes = 60
        start = "2023-07-01T00:00:00Z"
        now = "2023-07-02T00:05:00.5Z"
        base = "BTC"
        quote = "USD"
        category = "CRYPTO"
        all_symbols = true
        [settings]
        plan = "free"
        """,
        "exchanges/0001.toml": """
        [request]
        method = "POST"
        address = "/a?b=c"
        content_type = "application/json"
        cost = 3
        immutable = true
        body = "0001.request"
        [[request.headers]]
        name = "Authorization"
        value = "Bearer "
        credential = "some"
        [reply]
        status = 200
        content_type = "application/json"
        received_at = "2023-07-02T00:05:00Z"
        body = "0001.body"
        [[reply.headers]]
        name = "Retry-After"
        value = "3"
        """,
        "exchanges/0001.body": "{}",
        "exchanges/0001.request": "asked",
        "expected.csv": """
        open_time,open,high,low,close,volume,vwap,trades,flags,symbol
        1688169600000000000,29000.50,29001,2.9e4,29000.5,,,12,final,"a ""b"", c"

        """,
        "assertions.csv": "class,symbol,start,end\ncovered,,1,2\nsource_limit,X,-5,0\n",
        "rejects.csv": "exchange,row,code,reason\n1,7,number,\"what, why\"\n",
        "error.csv": "exchange,class,message\n1,rate_limited,wait\n",
    ]

    @Test func folder_withAllFiles_isRead() throws {
        let read = try withFolder(files) { try AdapterCase(contentsOf: $0) }
        #expect(read.adapter == "some-source" && read.query.base == "BTC" && read.query.allSymbols)
        #expect(read.query.category == .crypto && read.query.settings == ["plan": "free"])
        #expect(read.query.range.start == Timestamp(year: 2023, month: 7, day: 1))
        #expect(read.query.range.end == .latest && read.now.nanoseconds == 1_688_256_300_500_000_000)
        let exchange = try #require(read.exchanges.first)
        let request = HTTPRequest(
            address: "/a?b=c", method: "POST", body: Array("asked".utf8), contentType: "application/json",
            headers: [RequestHeader(name: "Authorization", value: "Bearer ", credential: "some")], isImmutable: true,
            cost: 3)
        #expect(exchange.request == request && read.expected.requests == [request])
        #expect(exchange.reply.body == Array("{}".utf8) && exchange.reply.headers.map(\.value) == ["3"])
        #expect(
            read.expected.rows.first?.fields == [
                "1688169600000000000", "29000.5", "29001.0", "29000.0", "29000.5", "", "", "12", "final", "a \"b\", c",
            ])
        #expect(read.expected.assertions.map(\.symbol) == ["", "X"])
        #expect(read.expected.rejects == [CaseReject(exchange: 1, row: 7, code: "number", reason: "what, why")])
        #expect(read.expected.failure?.error.errorClass == .rateLimited)
    }

    @Test(arguments: [
        ("query.toml", "adapter = \"a\"\nkind = \"candles\"\nnow = \"2023-07-02T00:00:00Z\"", "interval_minutes"),
        ("query.toml", "adapter = \"a\"\nkind = \"quotes\"\nnow = \"2023-07-02T00:00:00Z\"", "kind"),
        ("query.toml", "adapter = \"a\"\nkind = \"trades\"\nnow = \"yesterday\"", "now"),
        ("query.toml", "adaptor = \"a\"\nkind = \"trades\"\nnow = \"2023-07-02T00:00:00Z\"", "adapt"),
        ("expected.csv", "time,price\n", "header"),
        ("expected.csv", "open_time,open,high,low,close,volume,vwap,trades,flags,symbol\n1,2\n", "fields"),
        ("assertions.csv", "class,symbol,start,end\ncovered,,2,1\n", "assertion"),
        ("error.csv", "exchange,class,message\n1,no_such_class,x\n", "error.csv"),
        ("rejects.csv", "exchange,row,code,reason\n1,7,number,cut", "line feed"),
        ("exchanges/0001.toml", "[request]\naddress = \"/\"\n", "reply"),
        ("exchanges/0001.toml", "[request]\naddress = \"/\"\nimutable = true\n[reply]\nstatus = 200\n", "imutable"),
    ])
    func folder_withABadFile_saysWhich(file: String, text: String, word: String) throws {
        var bad = files
        bad[file] = text
        let problem = #expect(throws: CaseProblem.self) { try withFolder(bad) { try AdapterCase(contentsOf: $0) } }
        #expect(problem?.description.contains(word) == true, "\(problem?.description ?? "")")
    }
}
