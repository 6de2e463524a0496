import Testing
import Transport

@Suite(TLSServer.trait) struct TLSTests {
    private static func fetch(
        _ server: TLSServer, host: String = "127.0.0.1", caFile: String?
    ) async throws -> SourceReply {
        let folder = try TestFolder()
        let source = HTTPSource(
            SourceSettings(source: "test", baseURL: "https://\(host):\(server.port)", rate: 0),
            client: HTTPClient(HTTPClientSettings(caFile: caFile, proxy: .none)),
            limits: SharedLimits(folder: folder("limits")))
        return try await source.fetch(SourceRequest(address: "/"))
    }

    @Test func certificate_ofAGivenAuthority_isTrusted() async throws {
        let server = try TLSServer()
        let reply = try await Self.fetch(server, caFile: server.caFile)
        #expect(reply.status == 200 && String(decoding: reply.body, as: UTF8.self).contains("s_server"))
    }

    @Test(TLSServer.nodeTrait) func http2_isSpokenWhereTheServerDoes() async throws {
        let server = try TLSServer(.node)
        let reply = try await Self.fetch(server, caFile: server.caFile)
        #expect(String(decoding: reply.body, as: UTF8.self) == #""2.0""#)
        // Lower case: that is how HTTP/2 writes its headers.
        #expect(reply.contentType == "application/json" && reply.headers.contains { $0.name == "content-type" })
    }

    @Test(arguments: ["unknown authority", "other host", "over", "no file"])
    func certificate_thatIsNotTrusted_isSaid_andNotTriedAgain(what: String) async throws {
        let server = try TLSServer(days: what == "over" ? 0 : 2)
        let (host, caFile): (String, String?) =
            switch what {
            case "unknown authority": ("127.0.0.1", nil)
            case "other host": ("localhost", server.caFile)
            case "no file": ("127.0.0.1", "/nowhere/ca.pem")
            default: ("127.0.0.1", server.caFile)
            }
        let error = await #expect(throws: FetchError.self) { try await Self.fetch(server, host: host, caFile: caFile) }
        #expect(error?.code == .network && error?.isTransient == false)
        let advice = what == "no file" ? "PEM file" : "is not trusted"
        #expect(error?.message.contains(advice) == true, "\(error?.message ?? "")")
    }
}
