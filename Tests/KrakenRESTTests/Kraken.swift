import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter as a host finds it, and what the tests of it share.
enum Kraken {
    static let hasFixtures = FileManager.default.fileExists(atPath: PluginFolder.fixtures.path)
    static let absence: Comment = "the real replies are not on this machine (../shared/fixtures)"

    static func adapter() throws -> LoadedAdapter { try loaded.get() }
    private static let loaded = Result { try PluginFolder.adapter("kraken-rest") }

    static let second: Int64 = 1_000_000_000

    static func interval(_ minutes: Int) throws -> Interval { try #require(Interval(minutes: minutes)) }

    static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    static func range(_ start: Int64, _ end: Int64) throws -> TimeRange {
        try #require(TimeRange(Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
    }

    /// A reply that came a minute before now.
    static func reply(_ text: String, receivedAt: Timestamp) -> CaseReply {
        CaseReply(contentType: "application/json", receivedAt: receivedAt, body: Array(text.utf8))
    }

    /// A real reply.
    static func fixture(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: PluginFolder.fixtures.appending(path: "kraken-rest/\(name)")))
    }
}
