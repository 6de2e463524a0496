import AdapterHost
import Conformance
import Foundation
import Scaffold
import Testing

/// An adapter that `adapter new` would make, made and built in a temporary folder with the tools of its language.
struct MadeAdapter {
    let scaffold: AdapterScaffold
    let folder: URL

    init(_ language: AdapterScaffold.Language, _ transport: AdapterScaffold.Transport) throws {
        try self.init(
            AdapterScaffold(
                "made-\(language)-\(transport)", in: language, over: transport, host: "api.made.org",
                candlewick: TemplatesTests.root.path))
    }

    init(_ scaffold: AdapterScaffold) throws {
        self.scaffold = scaffold
        folder = FileManager.default.temporaryDirectory.appending(path: "made-\(UUID().uuidString)/\(scaffold.id)")
        try FileManager.default.createDirectory(
            at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        try scaffold.write(to: folder.path)
    }

    /// Runs a command in its folder. Throws its output when it fails.
    @discardableResult
    func run(_ command: String) throws -> String {
        let shell = Process()
        let output = Pipe()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = ["-c", command]
        shell.currentDirectoryURL = folder
        shell.standardOutput = output
        shell.standardError = output
        try shell.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0, "\(command) in \(folder.path): \(text)")
        return text
    }

    /// As a host finds it: by its manifest, the library beside it.
    func load() throws -> LoadedAdapter {
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [folder.deletingLastPathComponent().path]))
        return try #require(catalog[scaffold.id], "\(catalog.problems)").load()
    }

    /// Every check of the suite, each in a process of its own, as `adapter check` runs them.
    func passesEveryCheck() throws {
        // It lies beside the tests.
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "check-runner").path
        let outcomes = CheckRunner(command: [program]).run(
            ConformanceCheck.all, of: try CheckPlace(folder.path), seed: 1)
        // What asks a question that the other way of reaching a source has; a digest comes with a delivery.
        let other: Set =
            scaffold.transport == .http
            ? ["errors-messages", "manifest-digest"]
            : [
                "requests-hosts", "requests-secrets", "requests-end", "requests-same", "errors-status", "times-range",
                "times-ascending", "times-open", "times-forming", "manifest-digest",
            ]
        let bad = try #require(outcomes).filter { outcome in
            switch outcome.result {
            case .passed: false
            case .skipped: !other.contains(outcome.id)
            default: true
            }
        }
        #expect(bad.isEmpty, "\(bad.map { "\($0.id): \($0.result)" }.joined(separator: "\n"))")
    }

    /// Takes its folder away. What is loaded of it stays so.
    func remove() {
        // What cannot be removed is a temporary file.
        try? FileManager.default.removeItem(at: folder.deletingLastPathComponent())
    }

    /// Whether a tool is there.
    static func has(_ tool: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
    }
}
