import BundledAdapters
import Conformance
import AdapterHost
import MarketData
import Testing

/// What is refused before a request, and documents that are meant to do harm.
@Suite struct RefusalTests {
    private func failure(_ query: SessionQuery, reply text: String = "") throws -> AdapterError? {
        let now = try ECB.day("2024-03-06T16:30:00Z")
        return try CasePlayer(try ECB.adapter(), query, now: now).play { _ in
            CaseReply(contentType: "text/xml", receivedAt: now, body: Array(text.utf8))
        }.failure?.error
    }

    private static let hour = Interval.usual[4]
    private static let queries = [
        SessionQuery(.candles(hour), base: "EUR", quote: "USD"), SessionQuery(.candles(ECB.daily)),
        SessionQuery(.candles(ECB.daily), base: "EUR", quote: "EUR"),
        SessionQuery(.candles(ECB.daily), base: "EUR", quote: "usd"),
        SessionQuery(.candles(ECB.daily), base: "BTC", quote: "EUR"),
        SessionQuery(.candles(ECB.daily), symbol: "EUR/USD/JPY"), SessionQuery(.candles(ECB.daily), symbol: "GBP/USD"),
        SessionQuery(.candles(ECB.daily), base: "EUR", quote: "USD", resumeToken: Array("nonsense".utf8)),
        SessionQuery(.trades, base: "EUR", quote: "USD"),
    ]

    @Test(arguments: queries) func query_thatTheBankCannotAnswer_isInvalid(query: SessionQuery) throws {
        let now = try ECB.day("2024-03-06")
        let error = #expect(throws: AdapterError.self) { try ECB.adapter().begin(query, now: now) }
        #expect(error?.errorClass == .invalidQuery && error?.message.isEmpty == false)
    }

    private static let document =
        "<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\""
        + " xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\"><Cube><Cube time=\"2024-03-06\">"
        + "<Cube currency=\"USD\" rate=\"&e;\"/></Cube></Cube></gesmes:Envelope>"

    @Test(arguments: [
        "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + document,
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"http://127.0.0.1:1/\">]>" + document,
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/\"> %p;]>" + document,
        "<!DOCTYPE x [<!ENTITY e \"1.0875\">]>" + document,
    ])
    func documentType_inAReply_isNeverFollowed(text: String) throws {
        let query = SessionQuery(
            .candles(ECB.daily), range: try ECB.range("2024-03-06", "2024-03-07"), base: "EUR", quote: "USD")
        let error = try #require(try failure(query, reply: text))
        #expect(error.errorClass == .malformed && error.message.contains("document type"))
    }

    /// Decoders of other encodings lie in files of the C library, which no adapter may open: a worker that tried would end.
    @Test(arguments: [
        "<?xml version=\"1.0\" encoding=\"EBCDIC-US\"?>" + document,
        "<?xml version='1.0' encoding='CP1252'?>" + document,
        "<?xml version='1.0' encoding='nonsense'?>" + document, "\u{4C}\u{6F}\u{A7}\u{94}\u{93}" + document,
        "\u{0}\u{0}\u{0}<" + document,
    ])
    func encoding_thatIsNotTheBanks_opensNoFile(text: String) throws {
        let query = SessionQuery(
            .candles(ECB.daily), range: try ECB.range("2024-03-06", "2024-03-07"), base: "EUR", quote: "USD")
        let now = try ECB.day("2024-03-06T16:30:00Z")
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let play = try CasePlayer(try PluginFolder.adapter("ecb-rates", run: .worker), query, now: now).play { _ in
            CaseReply(contentType: "text/xml", receivedAt: now, body: bytes)
        }
        let error = try #require(play.failure?.error)
        #expect(error.errorClass == .malformed && error.loss == nil)
    }

    @Test func entity_thatNobodyDeclared_isNotWellFormed() throws {
        let query = SessionQuery(
            .candles(ECB.daily), range: try ECB.range("2024-03-06", "2024-03-07"), base: "EUR", quote: "USD")
        let error = try #require(try failure(query, reply: Self.document))
        #expect(error.errorClass == .malformed && error.message.contains("well-formed"))
    }

    @Test func manifest_saysWhatTheLibrarySays() throws {
        let descriptor = try ECB.adapter().manifest.descriptor
        #expect(descriptor.hosts == ["www.ecb.europa.eu"] && descriptor.kinds == [.candles, .instruments])
    }
}
