import Foundation
import Testing
import Transport

/// The cases that lie beside the adapters are recordings, read as strictly as those that the hub writes.
@Suite struct PluginCasesTests {
    private static let plugins = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Plugins").path

    private static let cases: [String] = {
        // No folder shows as no case, which fails the test.
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: plugins)) ?? []
        return names.filter { $0.hasSuffix("/query.toml") }.map { String($0.dropLast("/query.toml".count)) }.sorted()
    }()

    @Test func cases_areThere() { #expect(Self.cases.count >= 10) }

    @Test(arguments: cases)
    func case_ofAnAdapter_isARecordingAndIsWrittenAsItIsRead(name: String) throws {
        let read = try Recording(contentsOf: "\(Self.plugins)/\(name)")
        #expect(read.query != nil)
        let folder = try TestFolder()
        let writer = try RecordingWriter(folder: folder("case"), query: read.query)
        for exchange in read.exchanges { try writer.record(exchange) }
        #expect(try Recording(contentsOf: folder("case")) == read)
    }

    @Test func cases_ofAllAdapters_canBeServedTogether() throws {
        let replies = try RecordedReplies(contentsOf: Self.plugins, matching: .path)
        #expect(replies.cases.count == Self.cases.count)
        #expect(replies.cases.allSatisfy { $0.adapter != nil })
    }
}
