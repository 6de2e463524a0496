import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter, and replies to ask it with.
enum Massive {
    static let hasFixtures = FileManager.default.fileExists(atPath: PluginFolder.fixtures.path)
    static let absence: Comment = "the real replies are not on this machine (../shared/fixtures)"

    static let now = time("2026-06-01T00:00:00Z")

    /// A reply without records.
    static let nothing = reply(#"{"status":"OK","resultsCount":0}"#)

    static func adapter() throws -> LoadedAdapter { try PluginFolder.adapter("massive") }

    static func time(_ text: String) -> Timestamp {
        // A text of these tests; one that is none is a mistake in them.
        Timestamp(rfc3339: text)!
    }

    static func reply(_ text: String, at receivedAt: Timestamp = now) -> CaseReply {
        CaseReply(contentType: "application/json", receivedAt: receivedAt, body: Array(text.utf8))
    }

    static func fixture(_ name: String) throws -> CaseReply {
        let data = try Data(contentsOf: PluginFolder.fixtures.appending(path: "massive/\(name)"))
        return CaseReply(contentType: "application/json", receivedAt: now, body: Array(data))
    }

    /// A session that is answered with these, in order, whatever it asks for.
    static func play(_ query: SessionQuery, _ replies: [CaseReply], now: Timestamp = now) throws -> CasePlay {
        var left = replies[...]
        return try CasePlayer(try adapter(), query, now: now).play { request in
            guard let reply = left.popFirst() else { throw CaseProblem("no reply is left for \(request.address)") }
            return reply
        }
    }
}
