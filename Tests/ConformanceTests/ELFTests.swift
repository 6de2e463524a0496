import AdapterHost
@testable import Conformance
import Foundation
import Testing

/// The reader of library files, on what compilers make and on what nobody should.
@Suite(.enabled(if: DefectiveAdapter.compilerIsThere, DefectiveAdapter.absence)) struct ELFTests {
    private static func bytes(flags: [String] = []) throws -> [UInt8] {
        let adapter = try DefectiveAdapter("library.c", defect: 13, flags: flags, manifest: LibraryDefect.manifest)
        return Array(try Data(contentsOf: adapter.folder.appending(path: "library.so")))
    }

    @Test(arguments: ["gnu", "sysv", "both"]) func library_withEachTableOfSymbols_givesAll(style: String) throws {
        let library = try ELFLibrary(Self.bytes(flags: ["-Wl,--hash-style=\(style)"]))
        #expect(library.needed == ["libc.so.6"])
        #expect(library.symbols.filter { $0.isDefined && $0.isVisible }.map(\.name) == ["candlewick_adapter_entry"])
        #expect(Set(library.symbols.filter { !$0.isDefined }.map(\.name)).isSuperset(of: ["open", "calloc", "free"]))
        #expect(!library.hasTextRelocations && !library.stackIsExecutable && !library.isFromRust)
    }

    @Test(arguments: [
        ([], "no ELF file"), (Array("#!/bin/sh\n".utf8), "no ELF file"), ([0x7F, 0x45, 0x4C, 0x46, 1, 1], "64 bits"),
    ])
    func file_thatIsNoLibrary_isRefused(bytes: [UInt8], words: String) {
        let problem = #expect(throws: ELFProblem.self) { try ELFLibrary(bytes) }
        #expect(problem?.description.contains(words) == true)
    }

    @Test func library_cutAnywhereInItsTables_isReadOrRefused() throws {
        let whole = try Self.bytes()
        // Its tables lie in the first pages.
        var refused = 0
        for length in stride(from: 0, to: min(whole.count, 9_000), by: 7) {
            do throws(ELFProblem) { _ = try ELFLibrary(Array(whole[..<length])) } catch { refused += 1 }
        }
        #expect(refused > 100)
    }

    @Test func library_damagedAtRandom_isReadOrRefused() throws {
        let whole = try Self.bytes()
        var random = SeededGenerator(state: 11)
        var refused = 0
        for _ in 0..<1_000 {
            var damaged = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                damaged[Int.random(in: 0..<2_500, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do throws(ELFProblem) { _ = try ELFLibrary(damaged) } catch { refused += 1 }
        }
        #expect(refused > 100)
    }

    static let rust =
        ((ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
        .map { "\($0)/rustc" } + ["\(NSHomeDirectory())/.cargo/bin/rustc"])
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: rust != nil, "rustc is not installed: https://rustup.rs"))
    func library_fromRust_isNotBlamedForItsRuntime() throws {
        let adapter = try DefectiveAdapter("library.c", manifest: LibraryDefect.manifest)
        let source = adapter.folder.appending(path: "a.rs")
        try "#[no_mangle] pub extern \"C\" fn f(n: usize) -> usize { format!(\"{:?}\", vec![n]).len() }"
            .write(to: source, atomically: true, encoding: .utf8)
        let compiler = Process()
        compiler.executableURL = URL(filePath: try #require(Self.rust))
        compiler.arguments = [
            "--crate-type", "cdylib", "-o", adapter.folder.appending(path: "library.so").path, source.path,
        ]
        try compiler.run()
        compiler.waitUntilExit()
        try #require(compiler.terminationStatus == 0)
        let results = try adapter.results(of: try ConformanceCheck.chosen(by: ["imports"]))
        let told: (String) -> CheckResult = { .passed("not counted: \($0), which Rust's runtime always imports") }
        #expect(results["imports-files"] == told("open64") && results["imports-processes"] == told("syscall"))
        #expect(results["imports-network"] == .passed(nil) && results["imports-libraries"] == .passed(nil))
    }
}
