import AdapterHost
import Foundation
import MarketData
import Testing

/// The adapter as a host finds it: by its manifest, the library beside this executable.
enum Kraken {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let cases = root.appending(path: "Plugins/KrakenCSV/Cases")

    /// Real files of Kraken's, which are not part of the project.
    static let fixtures = root.deletingLastPathComponent().appending(path: "shared/fixtures")
    static let hasFixtures = FileManager.default.fileExists(atPath: fixtures.path)
    static let absence: Comment = "the real files are not on this machine (../shared/fixtures)"

    static func adapter() throws -> LoadedAdapter { try loaded.get() }

    private static let loaded = Result {
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [root.appending(path: "Plugins").path]))
        let entry = try #require(catalog["kraken-csv"], "\(catalog.problems)")
        return try entry.load()
    }

    static let now = Timestamp(nanoseconds: 1_900_000_000_000_000_000)

    /// A session on a file of that name.
    static func begin(_ name: String, token: [UInt8] = []) throws -> AdapterSession {
        let adapter = try adapter()
        var query = SessionQuery(file: try adapter.identify(path: name), named: name)
        query.resumeToken = token
        return try adapter.begin(query, now: now)
    }
}

/// A generator that gives the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
