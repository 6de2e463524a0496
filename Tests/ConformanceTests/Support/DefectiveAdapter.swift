import BundledAdapters
import Conformance
import Foundation
import Testing

/// A C source of `Adapter/`, compiled whole or with a defect (`-DDEFECT=n`), beside a manifest in a folder of its own: a
/// library is never unloaded, so each is another one. Gone when this goes.
///
///     let adapter = try DefectiveAdapter("files.c", defect: 3, manifest: manifest, cases: cases)
///     #expect(try adapter.failures().keys.sorted() == ["input-split"])
final class DefectiveAdapter {
    static let compilerIsThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc")
    static let absence: Comment = "gcc is not installed: apt install gcc"

    /// Where the library and its manifest lie.
    let folder: URL
    /// What the checks look at.
    let place: CheckPlace

    /// - Parameters:
    ///   - source: `NAME.c` becomes `NAME.so`, the manifest `NAME.adapter.toml`.
    ///   - flags: further words for gcc.
    ///   - cases: a folder of cases.
    init(
        _ source: String, defect: Int = 0, flags: [String] = [], manifest: String, cases: String? = nil
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-defect-\(UUID().uuidString)")
        let name = source.replacing(".c", with: "")
        place = CheckPlace(manifest: folder.appending(path: "\(name).adapter.toml").path, cases: cases)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try manifest.write(toFile: place.manifest, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/gcc")
        compiler.arguments =
            [
                "-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-fvisibility=hidden",
                "-DDEFECT=\(defect)", "-I", PluginFolder.root.appending(path: "Sources/CAdapterABI/include").path,
                PluginFolder.root.appending(path: "Tests/ConformanceTests/Adapter/\(source)").path, "-o",
                folder.appending(path: "\(name).so").path,
            ] + flags
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
    }

    deinit {
        // What is left there is a temporary file.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs checks over it.
    ///
    /// - Parameter apart: each in a process of its own, for a defect that crashes or hangs; otherwise in this one, quicker.
    /// - Returns: what is said against it, by the ids of the checks that neither passed nor were skipped.
    func failures(
        of checks: [ConformanceCheck] = ConformanceCheck.all, apart: Bool = false, seed: UInt64 = 1
    ) throws -> [String: String] {
        var failures: [String: String] = [:]
        for (id, result) in try results(of: checks, apart: apart, seed: seed) where !result.isGood {
            failures[id] = result.message ?? ""
        }
        return failures
    }

    /// What came of each check, by id.
    func results(
        of checks: [ConformanceCheck] = ConformanceCheck.all, apart: Bool = false, seed: UInt64 = 1
    ) throws -> [String: CheckResult] {
        let subject = try place.subject(seed: seed)
        let results =
            apart
            ? CheckRunner.ofTests.run(checks, of: place, seed: seed)?.map { ($0.id, $0.result) }
            : checks.map { ($0.id, $0.run(subject)) }
        return Dictionary(uniqueKeysWithValues: try #require(results))
    }
}

extension CheckRunner {
    /// Starts the program that lies beside the tests.
    static let ofTests = CheckRunner(command: [
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "check-runner").path
    ])
}
