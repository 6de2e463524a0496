import AdapterHost
import Foundation
import Scaffold
import Testing

/// docs/writing-an-adapter.md, followed to the letter.
@Suite struct WalkTests {
    @Test(.enabled(if: MadeAdapter.has("make") && MadeAdapter.has("cc"), "make and cc are not installed"))
    func page_followed_givesAnAdapterThatPasses() throws {
        let page = try WalkPage(contentsOf: TemplatesTests.root.appending(path: "docs/writing-an-adapter.md"))
        var made: MadeAdapter?
        defer { made?.remove() }
        var checks = 0
        for step in page.steps {
            switch step {
            case .command(let command) where command.hasPrefix("candlewick adapter new "):
                made = try Self.make(command)
            case .command("cd coinbase"): break
            case .command("make check"):
                try #require(made).passesEveryCheck()
                checks += 1
            case .command(let command):
                let output = try #require(made).run(command)
                #expect(!output.contains("warning"), "\(command): \(output)")
            case .block(let file, let lines):
                try Self.put(lines, into: try #require(made).folder.appending(path: file))
            }
        }
        #expect(checks == 2)
        let adapter = try #require(made)
        #expect(try adapter.load().manifest.descriptor.intervals.count == 6)
        let cases = try FileManager.default.contentsOfDirectory(atPath: adapter.folder.path + "/Cases")
        #expect(cases.sorted() == ["hours-newest-first", "product-that-is-unknown"])
    }

    /// `candlewick adapter new NAME --option value …`
    private static func make(_ command: String) throws -> MadeAdapter {
        let words = command.split(separator: " ").map(String.init)
        func option(_ name: String) throws -> String {
            let index = try #require(words.firstIndex(of: "--\(name)"))
            return words[index + 1]
        }
        return try MadeAdapter(
            AdapterScaffold(
                words[3], in: try #require(AdapterScaffold.Language(rawValue: option("language"))),
                over: try #require(AdapterScaffold.Transport(rawValue: option("transport"))), host: option("host")))
    }

    private static func put(_ lines: [String], into url: URL) throws {
        guard FileManager.default.fileExists(atPath: url.path) else {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (lines.joined(separator: "\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
            return
        }
        var file = WalkedFile(try String(contentsOf: url, encoding: .utf8))
        if url.pathExtension == "toml" { try file.setKeys(lines) } else { try file.setDeclarations(lines) }
        try file.text.write(to: url, atomically: true, encoding: .utf8)
    }
}
