import BundledAdapters
import Conformance
import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter as a host finds it, and days in short.
enum ECB {
    static let hasFixtures = FileManager.default.fileExists(atPath: PluginFolder.fixtures.path)
    static let absence: Comment = "the real replies are not on this machine (../shared/fixtures)"

    static func adapter() throws -> LoadedAdapter { try loaded.get() }
    private static let loaded = Result { try PluginFolder.adapter("ecb-rates") }

    static func day(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    static func range(_ start: String, _ end: String) throws -> TimeRange {
        try #require(TimeRange(try day(start), try day(end)))
    }

    static var daily: Interval { Interval.usual[7] }

    /// A real reply; the fixtures' path is that of the folder.
    static func fixture(_ name: String, receivedAt: Timestamp) throws -> CaseReply {
        let file = PluginFolder.fixtures.appending(path: "ecb/\(name)")
        return CaseReply(contentType: "text/xml", receivedAt: receivedAt, body: Array(try Data(contentsOf: file)))
    }
}
