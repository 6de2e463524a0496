import Foundation
import Glibc
import ReplayServer
import Testing
import Transport

/// From the server through the client into a recording and a cache, and back without a network.
@Suite(.serialized) struct RecordAndReplayTests {
    /// A folder of one test's own, gone when the test lets go of it.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: "candlewick-record-\(UUID().uuidString)").path

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }

        deinit {
            // A folder that stays behind harms nobody, and a deinit cannot throw.
            try? FileManager.default.removeItem(atPath: path)
        }

        func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

        /// All bytes of all files below, with their names.
        func everything(below name: String) throws -> Data {
            try FileManager.default.subpathsOfDirectory(atPath: self(name)).reduce(into: Data()) { all, file in
                all += Data(file.utf8)
                all += FileManager.default.contents(atPath: "\(self(name))/\(file)") ?? Data()
            }
        }
    }

    private static let key = "hidden-key/0123456789"

    /// A server that wants the key, and says it in every reply.
    private static func server() throws -> ReplayServer {
        let server = try ReplayServer()
        server.handle("/v1/*") { request in
            guard request.header("Authorization") == "Bearer \(key)" else { return ServedReply("{}", status: 401) }
            return ServedReply(
                "{\"for\":\"\(request.target)\",\"key\":\"\(key)\"}",
                headers: [SourceHeader("Set-Cookie", "id=\(key)"), SourceHeader("X-Echo", key)],
                faults: request.query == "gzip" ? [.gzip] : [])
        }
        return server
    }

    private static func source(
        _ server: ReplayServer, _ folder: Folder, cache: (any ReplyCaching)? = nil,
        recording: HTTPSource.Recording? = nil
    ) throws -> HTTPSource {
        try Data("\(key)\n".utf8).write(to: URL(filePath: folder("key")))
        // The path is a C string for the time of the call.
        try #require(unsafe chmod(folder("key"), 0o600) == 0)
        let settings = SourceSettings(
            source: "test", baseURL: server.baseURL, rate: 0, attempts: 3,
            backoff: .milliseconds(1) ... .milliseconds(2), credentials: ["main": .file(folder("key"))])
        return HTTPSource(
            settings, client: HTTPClient(), limits: SharedLimits(folder: folder("limits")), cache: cache,
            recording: recording)
    }

    private static func request(_ address: String) -> SourceRequest {
        SourceRequest(
            address: address, contentType: "application/json",
            headers: [SourceHeader("Authorization", "Bearer ", credential: "main")], isImmutable: true)
    }

    private static let addresses = ["/v1/a?x=1", "/v1/b?gzip", "/v1/a?x=1", "/v1/c", "/other"]

    @Test func session_thatWasRecorded_isReplayedAsItWasAndHoldsNoKey() async throws {
        let folder = try Folder()
        let server = try Self.server()
        let writer = try RecordingFolder(folder("recorded")).begin(RecordedQuery(adapter: "test", .trades, base: "BTC"))
        let source = try Self.source(server, folder, recording: writer.recording(of: "test"))
        server.inject(.status(503), .every(2))
        var replies: [SourceReply] = []
        for address in Self.addresses { replies.append(try await source.fetch(Self.request(address))) }
        await server.stop()
        #expect(replies[0].status == 200 && replies[0].body.starts(with: "{\"for\":\"/v1/a?x=1\"".utf8))
        #expect(replies.last?.status == 404)
        #expect(try folder.everything(below: "recorded").range(of: Data(Self.key.utf8)) == nil)
        #expect(server.requests().contains { $0.header("Authorization")?.hasPrefix("sha256:") == true })

        let replayed = try ReplayedSource(folder("recorded"), adapter: "test")
        for (address, reply) in zip(Self.addresses, replies) {
            let again = try await replayed.fetch(Self.request(address))
            #expect(again.status == reply.status && again.body == reply.body && again.contentType == reply.contentType)
            #expect(again.receivedAt == reply.receivedAt && again.origin == .recording)
            #expect(again.headers == reply.headers.filter { !$0.tellsASecret })
        }

        // The server gives the same again, to a client without a key.
        let second = try ReplayServer()
        second.serve(try RecordedReplies(contentsOf: folder("recorded"), matching: .path))
        #expect(try Array(PlainClient.get(second.port, "/v1/a?x=1").body) == replies[0].body)
        await second.stop()
    }

    @Test func reply_thatCannotChange_isAskedForOnceAndIsThereWhenTheSourceIsDown() async throws {
        let folder = try Folder()
        let server = try Self.server()
        let cache = try ReplyCache(folder: folder("cache"))
        let first = try Self.source(server, folder, cache: cache.at(server.baseURL))
        let request = Self.request("/v1/a?x=1")
        let reply = try await first.fetch(request)
        await first.accepted(request, reply)
        #expect(try await first.fetch(request).body == reply.body)
        #expect(server.count == 1 && cache.statistics.hits == 1)
        #expect(try folder.everything(below: "cache").range(of: Data(Self.key.utf8)) == nil)
        await server.stop()
        // Another process, and nobody answers.
        let again = try ReplyCache(folder: folder("cache"))
        let second = try Self.source(server, folder, cache: again.at(server.baseURL))
        #expect(try await second.fetch(request).body == reply.body)
        await #expect(throws: FetchError.self) { try await second.fetch(Self.request("/v1/never")) }
    }

    @Test func exchange_thatCannotBeWritten_isAnErrorOfTheFetch() async throws {
        let folder = try Folder()
        let server = try Self.server()
        let writer = try RecordingWriter(folder: folder("case"))
        try FileManager.default.removeItem(atPath: folder("case"))
        let source = try Self.source(server, folder, recording: writer.recording(of: "test"))
        let error = await #expect(throws: FetchError.self) { try await source.fetch(Self.request("/v1/a")) }
        #expect(error?.code == .recording && error?.message.contains("the exchange cannot be recorded") == true)
        await server.stop()
    }
}
