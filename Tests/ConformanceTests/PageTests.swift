import BundledAdapters
import Conformance
import Foundation
import Testing

/// docs/conformance.md says what the checks are.
@Suite struct PageTests {
    private static func rows() throws -> [(id: String, sentence: String, why: String)] {
        let page = PluginFolder.root.appending(path: "docs/conformance.md")
        return try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .compactMap { $0.wholeMatch(of: #/\| `([a-z-]+-[a-z-]+)` \| (.+) \| (.+) \|/#)?.output }
            .map { (String($0.1), String($0.2), String($0.3)) }
    }

    @Test func page_ofTheChecks_hasEachInItsOrderWithItsSentence() throws {
        let rows = try Self.rows()
        #expect(rows.map(\.id) == ConformanceCheck.all.map(\.id))
        for (row, check) in zip(rows, ConformanceCheck.all) where row.id == check.id {
            #expect(row.sentence == check.sentence, "\(row.id)")
        }
    }
}
