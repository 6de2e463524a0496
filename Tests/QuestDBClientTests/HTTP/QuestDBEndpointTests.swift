import QuestDBClient
import Testing

@Suite struct QuestDBEndpointTests {
    @Test(arguments: [
        ("http://localhost", "http://localhost:9000"),
        ("http://localhost:9001/", "http://localhost:9001"),
        ("HTTPS://quest.example:443", "https://quest.example:443"),
        ("http://[::1]:9000", "http://[::1]:9000"),
        ("http://[fe80::1]", "http://[fe80::1]:9000"),
        ("http://10.0.0.1:65535", "http://10.0.0.1:65535"),
        ("http://a:b@host", "http://host:9000"),
    ])
    func address_thatIsRight_isShownWithItsPort(text: String, shown: String) throws {
        #expect(try QuestDBEndpoint(text).description == shown)
    }

    @Test(arguments: [
        "", "localhost", "localhost:9000", "ftp://host", "http://", "http://:9000", "http://host:0",
        "http://host:65536",
        "http://host:9a", "http://host:+1", "http://ho st", "http://host/path", "http://host?x", "http://[::1",
        "http://[host]",
        "http://user@host", "http://user:%zz@host", "http://:pass@host", "http://user:%0a@host",
    ])
    func address_thatIsWrong_isRefused(text: String) throws {
        let error = #expect(throws: QuestDBError.self) { try QuestDBEndpoint(text) }
        #expect(error?.code == .badAddress)
    }

    @Test func credential_inTheAddress_isDecoded() throws {
        let endpoint = try QuestDBEndpoint("https://ad%3Amin".replacing("%3A", with: "") + ":p%40ss%3Aw:o/rd@host:1")
        #expect(endpoint.credential == .basic(user: "admin", password: "p@ss:w:o/rd"))
    }

    /// Descriptions, dumps and errors are what ends up in logs.
    @Test(arguments: [
        "http://user:s3cret@host:1", "http://user:s3cret@host:x", "user:s3cret@host", "http://user:s3cret@",
        "x://user:s3c@s3cret@h",
    ])
    func secret_inAnAddress_isNeverShown(text: String) throws {
        var shown = ""
        do {
            let endpoint = try QuestDBEndpoint(text)
            shown = "\(endpoint) \(String(reflecting: endpoint))"
            dump(endpoint, to: &shown)
        } catch {
            shown = "\(error) \(String(reflecting: error))"
        }
        #expect(!shown.contains("s3c") && !shown.isEmpty)
    }

    @Test func credential_givenTwice_isRefused() {
        #expect(throws: QuestDBError.self) { try QuestDBEndpoint("http://a:b@host", credential: .token("t")) }
    }

    @Test(arguments: [
        QuestDBCredential.token(""), .token("a\nb"), .token("a b"), .basic(user: "a:b", password: ""),
        .basic(user: "a", password: "\r\nX: y"),
    ])
    func credential_thatCannotBeSent_isRefused(credential: QuestDBCredential) {
        #expect(throws: QuestDBError.self) { try QuestDBEndpoint("http://host", credential: credential) }
    }

    @Test func caFile_withoutEncryption_isRefused() {
        #expect(throws: QuestDBError.self) { try QuestDBEndpoint("http://host", caFile: "ca.pem") }
    }
}
