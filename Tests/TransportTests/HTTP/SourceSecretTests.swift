import Foundation
import MarketData
import Testing

@testable import Transport

/// A key goes into the request, to the hosts that may have it, and nowhere else.
@Suite(.serialized) struct SourceSecretTests {
    private static let key = "hunter2+Very/Secret=="
    private static let headers = [SourceHeader("Authorization", "Bearer ", credential: "api")]

    private static func use(_ folder: TestFolder) throws -> (inout SourceSettings) -> Void {
        let path = try folder.write("key", key + "\n")
        folder.setMode("key", 0o600)
        return { $0.credentials = ["api": .file(path)] }
    }

    @Test func key_isSentToTheBaseHost() async throws {
        let folder = try TestFolder()
        let setup = try SourceSetup(SourceSetup.script(.reply(200, "{}")), change: Self.use(folder))
        _ = try await setup.get(headers: Self.headers)
        #expect(setup.server.requests[0].headers.contains("Authorization: Bearer " + Self.key))
    }

    @Test func key_afterARedirect_staysWithItsHost() async throws {
        let folder = try TestFolder()
        let other = LoopbackServer(.reply(200, "{}"))
        let setup = try SourceSetup(
            SourceSetup.script(
                .reply(302, headers: ["Location: /same"]), .reply(302, headers: ["Location: \(other.address)/"]))
        ) {
            try? Self.use(folder)(&$0)
            $0.allowedHosts = ["127.0.0.1:\(other.port)"]
        }
        _ = try await setup.get(headers: Self.headers)
        #expect(setup.server.requests.map { $0.header("Authorization") != nil } == [true, true])
        #expect(other.requests.count == 1 && !"\(other.requests)".contains("hunter2"))
    }

    @Test func key_isNotSentInClear() async throws {
        let folder = try TestFolder()
        let setup = try SourceSetup(SourceSetup.script(.reply(200))) {
            try? Self.use(folder)(&$0)
            $0.baseURL = "http://api.example.com"
        }
        let error = try await setup.failure(headers: Self.headers)
        #expect(error?.code == .credential && error?.message.contains("https") == true)
    }

    @Test func key_thatIsMissing_isSaidWithItsPlace() async throws {
        let setup = try SourceSetup(SourceSetup.script(.reply(200))) {
            $0.credentials = ["api": .environment("CANDLEWICK_TEST_KEY_MISSING")]
        }
        let error = try #require(try await setup.failure(headers: Self.headers))
        #expect(error.code == .credential && !error.isTransient && setup.server.requests.isEmpty)
        #expect(error.message.contains("'api'") && error.message.contains("CANDLEWICK_TEST_KEY_MISSING"))
        let other = try await setup.failure(headers: [SourceHeader("X", "", credential: "unknown")])
        #expect(other?.code == .credential && other?.message.contains("'unknown'") == true)
    }

    @Test func cachedReply_needsNoKey() async throws {
        let cache = MemoryCache()
        let setup = try SourceSetup(SourceSetup.script(.reply(500)), cache: cache)
        let request = SourceRequest(address: "/day", headers: Self.headers, isImmutable: true)
        await cache.store(source: "test", request, SourceReply(status: 200, body: [1], receivedAt: .earliest))
        #expect(try await setup.source.fetch(request).body == [1])
    }

    @Test func key_thatWasRefused_isReadAgain() async throws {
        let folder = try TestFolder()
        let setup = try SourceSetup(SourceSetup.script(.reply(401), .reply(200, "{}")), change: Self.use(folder))
        #expect(try await setup.get(headers: Self.headers).status == 401)
        try folder.write("key", "another-key")
        _ = try await setup.get(headers: Self.headers)
        #expect(setup.server.requests[1].headers.contains("Authorization: Bearer another-key"))
    }

    /// Everything that comes out, whatever a server does with the key that it was given.
    @Test(arguments: [
        LoopbackServer.Answer.reply(200, "{\"k\":\"\(key)\"}", headers: ["X-Echo: \(key)"]),
        .reply(401, "bad key \(key)", type: "text/\(key)"), .reply(200, "", type: "text/\(key)"),
        .reply(302, headers: ["Location: https://\(key.lowercased()).example.org/"]),
        .reply(302, headers: ["Location: https://evil.example.org/\(key)"]), .raw("HTTP/1.1 200 \(key)\r\n\(key)"),
        .reply(503, key, headers: ["Retry-After: \(key)"]), .reply(429, key), .close, .raw(key),
    ])
    func key_thatTheServerRepeats_isShownNowhere(answer: LoopbackServer.Answer) async throws {
        let folder = try TestFolder()
        let setup = try SourceSetup(SourceSetup.script(answer)) {
            try? Self.use(folder)(&$0)
            $0.attempts = 2
        }
        var shown = ""
        do {
            let reply = try await setup.get("/x?y", headers: Self.headers)
            dump(reply, to: &shown)
            shown += String(decoding: reply.body, as: UTF8.self) + "\(reply)"
        } catch {
            dump(error, to: &shown)
            shown += "\(error)" + String(reflecting: error) + error.localizedDescription
        }
        dump(setup.source, to: &shown)
        dump(setup.source.settings, to: &shown)
        for file in try FileManager.default.subpathsOfDirectory(atPath: setup.folder.path) {
            shown += file
            // Folders have no bytes.
            if let bytes = FileManager.default.contents(atPath: setup.folder(file)) {
                shown += String(decoding: bytes, as: UTF8.self)
            }
        }
        #expect(!setup.server.requests.isEmpty && !shown.isEmpty)
        #expect(!shown.lowercased().contains("hunter2"))
    }
}
