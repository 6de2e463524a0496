import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// What Kraken reports inside of a reply with status 200, and what no query may ask.
@Suite struct FaultTests {
    private static let now = Timestamp(nanoseconds: 1_688_256_300_000_000_000)

    private func play(_ text: String, status: Int = 200, headers: [ReplyHeader] = []) throws -> CasePlay {
        let query = SessionQuery(.candles(try Kraken.interval(60)), base: "BTC", quote: "USD")
        return try CasePlayer(try Kraken.adapter(), query, now: Self.now).play { _ in
            CaseReply(
                status: status, contentType: "application/json", headers: headers, receivedAt: Self.now,
                body: Array(text.utf8))
        }
    }

    @Test(arguments: [
        ("EGeneral:Too many requests", AdapterErrorClass.rateLimited), ("EAPI:Rate limit exceeded", .rateLimited),
        ("EOrder:Rate limit exceeded", .rateLimited), ("EGeneral:Temporary lockout", .rateLimited),
        ("EService: Throttled: 1688256330", .rateLimited), ("EService:Unavailable", .transient),
        ("EService:Busy", .transient), ("EService:Deadline elapsed", .transient),
        ("EGeneral:Internal error", .transient),
        ("EQuery:Unknown asset pair", .invalidQuery), ("EQuery:Unknown asset", .invalidQuery),
        ("EGeneral:Invalid arguments", .invalidQuery), ("EGeneral:Invalid arguments:interval", .invalidQuery),
        ("EGeneral:Permission denied", .notEntitled), ("EAPI:Invalid key", .badCredential),
        ("EGeneral:Never heard of", .malformed), ("", .malformed), (":", .malformed),
    ])
    func fault_inAReply_hasItsClassAndSaysItself(text: String, errorClass: AdapterErrorClass) throws {
        let play = try play("{\"error\":[\"WGeneral:Careful\",\"\(text)\",\"EService:Busy\"]}")
        let error = try #require(play.failure?.error)
        #expect(error.errorClass == errorClass && error.message.contains("'\(text)'"))
        #expect(play.log == ["warning: Kraken warns: WGeneral:Careful"])
    }

    @Test(arguments: [
        ("EService: Throttled: 1688256330", Int64(30)), ("EService:Throttled:1688256330", 30),
    ])
    func throttled_untilASecond_isAPause(text: String, seconds: Int64) throws {
        let error = try #require(try play("{\"error\":[\"\(text)\"]}").failure?.error)
        #expect(error.retryAfter == seconds * Kraken.second)
    }

    @Test(arguments: [
        "EService: Throttled: soon", "EService: Throttled:", "EService: Throttled: 1688256000",
        "EGeneral:Too many requests",
    ])
    func limit_withoutATimeToCome_leavesThePauseToTheHost(text: String) throws {
        let error = try #require(try play("{\"error\":[\"\(text)\"]}").failure?.error)
        #expect(error.errorClass == .rateLimited && error.retryAfter == nil)
    }

    @Test func status_429_takesItsPauseFromTheHeader() throws {
        let headers = [ReplyHeader(name: "retry-after", value: "7")]
        let error = try #require(try play("", status: 429, headers: headers).failure?.error)
        #expect(error.errorClass == .rateLimited && error.retryAfter == 7 * Kraken.second)
    }

    @Test(arguments: [
        "{\"error\":[],\"result\":{\"XXBTZUSD\":{},\"last\":1}}", "{\"error\":[],\"result\":{\"XXBTZUSD\":[]}}",
        "{\"error\":[],\"result\":{\"last\":1}}", "{\"error\":[],\"result\":{\"A\":[],\"last\":\"soon\"}}",
        "{\"error\":[],\"result\":[]}", "{\"error\":[]}", "{\"error\":{},\"result\":{\"A\":[],\"last\":1}}",
        "{\"error\":[17]}", "{\"result\":{\"A\":[],\"last\":1}}", "{\"error\":[],\"result\":{\"A\":[],\"last\":1e300}}",
        "{\"error\":[],\"result\":{\"A\":[],\"A\":[],\"last\":1}}",
    ])
    func reply_ofAnotherShape_isMalformed(text: String) throws {
        #expect(try play(text).failure?.error.errorClass == .malformed)
    }

    private static let queries = [
        SessionQuery(.candles(Interval.usual[4])), SessionQuery(.trades, base: "BTC"),
        SessionQuery(.trades, quote: "USD"),
        SessionQuery(.candles(Interval.usual[6]), base: "BTC", quote: "USD"),
        SessionQuery(.trades, base: "BTC", quote: "USD", resumeToken: Array("1 c 1 2 3".utf8)),
        SessionQuery(.trades, base: "BTC", quote: "USD", resumeToken: Array("1 t 1 -2 3 4 5".utf8)),
        SessionQuery(.candles(Interval.usual[4]), base: "BTC", quote: "USD", resumeToken: Array("1 c x 2 3".utf8)),
        SessionQuery(.trades, allSymbols: true),
    ]

    @Test(arguments: queries) func query_thatKrakenCannotAnswer_isInvalid(query: SessionQuery) throws {
        let error = #expect(throws: AdapterError.self) { try Kraken.adapter().begin(query, now: Self.now) }
        #expect(error?.errorClass == .invalidQuery && error?.message.isEmpty == false)
    }

    @Test(arguments: ["kraken-rest", "ecb-rates"]) func library_showsOneSymbol(id: String) throws {
        let nm = Process()
        nm.executableURL = URL(filePath: "/usr/bin/nm")
        nm.arguments = ["-D", "--defined-only", try PluginFolder.adapter(id).libraryPath]
        let pipe = Pipe()
        nm.standardOutput = pipe
        try nm.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        nm.waitUntilExit()
        #expect(text.split(separator: "\n").map { $0.split(separator: " ").last } == ["candlewick_adapter_entry"])
    }
}
