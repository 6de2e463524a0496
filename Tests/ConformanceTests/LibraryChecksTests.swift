import AdapterHost
import Conformance
import Foundation
import Testing

/// A way to break `library.c` or what lies beside it, and the check that says so.
struct LibraryDefect: Sendable, CustomTestStringConvertible {
    var check: String
    var what: String
    /// -DDEFECT.
    var number = 0
    /// For gcc.
    var flags: [String] = []
    /// Of the manifest's text.
    var edit: (text: String, by: String)?
    /// Of the library's file.
    var mode = 0o644
    /// It crashes.
    var apart = false

    var testDescription: String { "\(check): \(what)" }

    static let all = [
        LibraryDefect(check: "manifest-readable", what: "a bad version", edit: ("\"1.0.0\"", "\"one\"")),
        LibraryDefect(check: "manifest-readable", what: "no TOML", edit: ("[abi]", "[abi")),
        LibraryDefect(
            check: "manifest-keys", what: "a key in the wrong table", edit: ("[source]", "[source]\nname = \"x\"")),
        LibraryDefect(check: "manifest-library", what: "another platform", edit: (Platform.current, "plan9-vax")),
        LibraryDefect(check: "manifest-library", what: "a file that is not there", edit: ("library.so", "lib.so")),
        LibraryDefect(
            check: "manifest-digest", what: "another library's",
            edit: ("[source]", "[sha256]\n\(Platform.current) = \"\(String(repeating: "0", count: 64))\"\n[source]")),
        LibraryDefect(check: "manifest-agrees", what: "another name", edit: ("\"Library\"", "\"Libary\"")),
        LibraryDefect(check: "manifest-agrees", what: "another interval", edit: ("[1]", "[1, 5]")),
        LibraryDefect(check: "abi-major", what: "the library's", number: 2),
        LibraryDefect(check: "abi-major", what: "the manifest's", edit: ("major = 1", "major = 2")),
        LibraryDefect(check: "load-now", what: "a symbol that is nowhere", number: 9),
        LibraryDefect(check: "load-now", what: "a crash when loaded", number: 19, apart: true),
        LibraryDefect(check: "load-stack", what: "an executable stack", flags: ["-Wl,-z,execstack"]),
        LibraryDefect(
            check: "load-relocations", what: "an address in the code", number: 11,
            flags: ["-Wl,-z,notext"]),
        LibraryDefect(check: "symbols-one", what: "a second symbol", number: 10),
        LibraryDefect(
            check: "symbols-one", what: "a second symbol, other table", number: 10, flags: ["-Wl,--hash-style=sysv"]),
        LibraryDefect(check: "imports-network", what: "connect", number: 12),
        LibraryDefect(check: "imports-files", what: "open", number: 13),
        LibraryDefect(check: "imports-processes", what: "fork", number: 14),
        LibraryDefect(
            check: "imports-libraries", what: "libcurl", flags: ["-Wl,--no-as-needed", "-lcurl", "-Wl,--as-needed"]),
        LibraryDefect(check: "trust-writable", what: "by all", mode: 0o666),
        LibraryDefect(check: "table-magic", what: "another number", number: 1),
        LibraryDefect(check: "table-size", what: "too small", number: 3),
        LibraryDefect(check: "table-functions", what: "no decode", number: 4),
        LibraryDefect(check: "table-descriptor", what: "an unknown kind", number: 5),
        LibraryDefect(check: "table-describe", what: "another address in turn", number: 6),
        LibraryDefect(check: "table-describe", what: "another address a thread", number: 7),
        LibraryDefect(check: "table-describe", what: "another content", number: 8),
        LibraryDefect(check: "errors-messages", what: "every name is known", number: 15),
        LibraryDefect(check: "errors-messages", what: "no sentence", number: 16),
        LibraryDefect(check: "errors-messages", what: "crash on a long name", number: 17, apart: true),
        LibraryDefect(check: "errors-messages", what: "another class", number: 18),
    ]

    static let manifest = """
        id = "library"
        name = "Library"
        version = "1.0.0"
        licence = "Apache-2.0"
        summary = "For the tests of the checks"
        [abi]
        major = 1
        [library]
        \(Platform.current) = "library.so"
        [source]
        transports = ["file"]
        kinds = ["candles"]
        intervals_minutes = [1]
        """

    func adapter() throws -> DefectiveAdapter {
        let edited = edit.map { Self.manifest.replacing($0.text, with: $0.by) } ?? Self.manifest
        try #require(edit == nil || edited != Self.manifest)
        let adapter = try DefectiveAdapter("library.c", defect: number, flags: flags, manifest: edited)
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: adapter.folder.appending(path: "library.so").path)
        return adapter
    }
}

@Suite(.enabled(if: DefectiveAdapter.compilerIsThere, DefectiveAdapter.absence)) struct LibraryChecksTests {
    @Test(arguments: LibraryDefect.all)
    func adapter_withADefect_failsItsCheckAndNoOther(defect: LibraryDefect) throws {
        let failures = try defect.adapter().failures(apart: defect.apart)
        #expect(failures.keys.sorted() == [defect.check], "\(failures)")
        #expect(failures[defect.check]?.isEmpty == false)
    }

    @Test(arguments: [false, true]) func adapter_thatIsGood_failsNone(apart: Bool) throws {
        let adapter = try LibraryDefect(check: "", what: "").adapter()
        let results = try adapter.results(apart: apart)
        #expect(results.count == ConformanceCheck.all.count)
        #expect(results.values.allSatisfy { $0.isGood }, "\(results)")
        for id in Set(LibraryDefect.all.map(\.check)) where id != "manifest-digest" {
            #expect(results[id] == .passed(nil), "\(id)")
        }
    }

    @Test func checks_ofALibraryThatCrashesWhenLoaded_runNoMoreOfIt() throws {
        let adapter = try LibraryDefect(check: "", what: "", number: 19).adapter()
        let results = try adapter.results(apart: true)
        #expect(results["load-now"]?.message?.hasPrefix("it ended by SIGABRT") == true)
        #expect(results["load-stack"] == .passed(nil) && results["manifest-library"] == .passed(nil))
        let skipped = CheckResult.skipped("the library cannot be loaded without harm: see load-now, crashed")
        #expect(results["table-magic"] == skipped && results["manifest-agrees"] == skipped)
    }

    @Test func manifest_withTheRightDigest_passes() throws {
        let adapter = try LibraryDefect(check: "", what: "").adapter()
        let found = try adapter.place.entry().libraryDigest()
        let digest = try #require(found)
        let manifest = LibraryDefect.manifest + "\n[sha256]\n\(Platform.current) = \"\(digest)\"\n"
        try manifest.write(toFile: adapter.place.manifest, atomically: true, encoding: .utf8)
        #expect(try adapter.results()["manifest-digest"] == .passed(nil))
    }

    /// A check that no adapter here fails could be one that cannot fail.
    @Test func defects_ofTheLibrary_coverEveryCheckOfTheirFamilies() {
        func family(_ id: String) -> Substring { id.prefix { $0 != "-" } }
        let covered = Set(LibraryDefect.all.map(\.check))
        let families = Set(covered.map(family)).subtracting(["errors"])
        let missing = ConformanceCheck.all.map(\.id).filter { families.contains(family($0)) && !covered.contains($0) }
        #expect(missing.isEmpty)
    }
}
