@testable import QuestDBClient
import Testing

@Suite(EncryptedServer.trait) struct EncryptionTests {
    private static func get(_ endpoint: QuestDBEndpoint) throws -> (reply: HTTPReply, body: [UInt8]) {
        try HTTPClient(endpoint).get(HTTPRequest(path: "/"))
    }

    @Test func certificate_ofAGivenAuthority_isTrusted() throws {
        let server = try EncryptedServer()
        let (reply, body) = try Self.get(QuestDBEndpoint(server.address, caFile: server.caFile))
        #expect(reply.status == 200 && String(decoding: body, as: UTF8.self).contains("s_server"))
    }

    @Test func certificate_ofAnUnknownAuthority_isNotTrusted() throws {
        let server = try EncryptedServer()
        let error = #expect(throws: QuestDBError.self) { try Self.get(QuestDBEndpoint(server.address)) }
        #expect(error?.code == .untrusted)
    }

    @Test func certificate_forAnotherHost_isNotTrusted() throws {
        let server = try EncryptedServer()
        let address = server.address.replacing("127.0.0.1", with: "localhost")
        let error = #expect(throws: QuestDBError.self) { try Self.get(QuestDBEndpoint(address, caFile: server.caFile)) }
        #expect(error?.code == .untrusted)
    }

    @Test func authority_thatCannotBeRead_isSaid() throws {
        let server = try EncryptedServer()
        let error = #expect(throws: QuestDBError.self) {
            try Self.get(QuestDBEndpoint(server.address, caFile: "/nowhere/ca.pem"))
        }
        #expect(error?.code == .badAddress && error?.message.contains("/nowhere/ca.pem") ?? false)
    }
}
