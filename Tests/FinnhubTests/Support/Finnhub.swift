import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter, and replies to ask it with.
enum Finnhub {
    static let hasFixtures = FileManager.default.fileExists(atPath: PluginFolder.fixtures.path)
    static let absence: Comment = "the real replies are not on this machine (../shared/fixtures)"

    static let now = time("2026-06-01T00:00:00Z")

    static func adapter() throws -> LoadedAdapter { try PluginFolder.adapter("finnhub") }

    static func time(_ text: String) -> Timestamp {
        // A text of these tests; one that is none is a mistake in them.
        Timestamp(rfc3339: text)!
    }

    static func reply(_ text: String) -> CaseReply {
        CaseReply(contentType: "application/json", receivedAt: now, body: Array(text.utf8))
    }

    static func fixture(_ name: String) throws -> CaseReply {
        let data = try Data(contentsOf: PluginFolder.fixtures.appending(path: "finnhub/\(name)"))
        return CaseReply(contentType: "application/json", receivedAt: now, body: Array(data))
    }

    /// A session that is answered with the same reply, whatever it asks for.
    static func play(_ query: SessionQuery, _ reply: CaseReply) throws -> CasePlay {
        try CasePlayer(try adapter(), query, now: now).play { _ in reply }
    }

    static func candles(
        _ minutes: Int, _ start: String, _ end: String, symbol: String, category: AssetCategory
    ) throws -> SessionQuery {
        let interval = try #require(Interval(minutes: minutes))
        let range = try #require(TimeRange(time(start), time(end)))
        return SessionQuery(.candles(interval), range: range, symbol: symbol, category: category)
    }
}
