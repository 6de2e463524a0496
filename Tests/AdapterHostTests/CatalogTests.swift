import AdapterHost
import Foundation
import Testing

/// What is found in the folders, and what the checks that run no code say of it.
@Suite struct CatalogTests {
    private func catalog(
        _ folder: TemporaryFolder, libraryFolders: [String] = [],
        choices: [String: AdapterConfiguration.Choice] = [:]
    ) -> AdapterCatalog {
        AdapterCatalog(
            AdapterConfiguration(folders: [folder.path], choices: choices), libraryFolders: libraryFolders)
    }

    private func manifest(id: String, _ changes: [String: String?] = [:]) -> String {
        ManifestText.small(changes.merging(["id": "id = \"\(id)\""]) { own, _ in own })
    }

    @Test func catalog_bothLayouts_areFoundSortedById() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "b"), to: "zzz.adapter.toml")
        try folder.write("library", to: "small.so")
        try folder.write(manifest(id: "a"), to: "Sub/adapter.toml")
        try folder.write("library", to: "Sub/small.so")
        // A folder with one adapter, as `adapter new` makes it, can be named itself.
        try folder.write(manifest(id: "c"), to: "adapter.toml")
        // None of these is a manifest's place.
        try folder.write(manifest(id: "d"), to: "Sub/d.adapter.toml")
        try folder.write(manifest(id: "e"), to: "Sub/Deep/adapter.toml")
        try folder.write(manifest(id: "f"), to: ".hidden.adapter.toml")
        let catalog = catalog(folder)
        #expect(catalog.entries.map(\.id) == ["a", "b", "c"])
        #expect(catalog.entries.allSatisfy { $0.isUsable })
        #expect(catalog.entries[0].libraryPath == "\(folder.path)/Sub/small.so")
        #expect(catalog.entries[1].manifestPath == "\(folder.path)/zzz.adapter.toml")
        #expect(catalog["b"]?.manifest?.id == "b" && catalog["x"] == nil)
        #expect(catalog.problems.isEmpty)
    }

    @Test func library_besideTheManifest_goesBeforeTheLibraryFolders() throws {
        let folder = try TemporaryFolder()
        let libraries = try TemporaryFolder()
        try libraries.write("library", to: "small.so")
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        #expect(
            catalog(folder, libraryFolders: [libraries.path]).entries[0].libraryPath == "\(libraries.path)/small.so")
        try folder.write("library", to: "small.so")
        #expect(
            catalog(folder, libraryFolders: [libraries.path]).entries[0].libraryPath == "\(folder.path)/small.so")
    }

    @Test func folder_missingOrNotAFolder_isAProblemAndStopsNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        try folder.write("library", to: "small.so")
        let configuration = AdapterConfiguration(folders: [
            "/nowhere/adapters", "\(folder.path)/small.so", folder.path,
            folder.path + "/../" + folder.url.lastPathComponent,
        ])
        let catalog = AdapterCatalog(configuration, libraryFolders: [])
        #expect(catalog.entries.map(\.id) == ["a"] && catalog.entries[0].isUsable)
        #expect(catalog.problems.map(\.code) == [.folder, .folder])
        #expect(catalog.problems[0].description.hasPrefix("/nowhere/adapters: there is no such folder; expected"))
        #expect(catalog.problems[1].message.contains("Not a directory"))
    }

    @Test func id_twice_refusesAllButTheFirst() throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        for folder in [first, second] {
            try folder.write(manifest(id: "same"), to: "x.adapter.toml")
            try folder.write("library", to: "small.so")
        }
        let catalog = AdapterCatalog(AdapterConfiguration(folders: [second.path, first.path]), libraryFolders: [])
        #expect(catalog.entries.map(\.isUsable) == [true, false])
        #expect(catalog.entries[0].manifestPath.hasPrefix(second.path))
        #expect(catalog.entries[1].problems.map(\.code) == [.duplicate])
        #expect(
            catalog.entries[1].problems[0].message.contains("\(second.path)/x.adapter.toml has the id \"same\" too"))
    }

    @Test func adapter_switchedOff_isListedAndNotLoaded() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        try folder.write("library", to: "small.so")
        var choice = AdapterConfiguration.Choice()
        choice.isEnabled = false
        let entry = catalog(folder, choices: ["a": choice]).entries[0]
        #expect(entry.problems.map(\.code) == [.disabled])
        #expect(entry.problems[0].key == "adapter.a.enabled")
        let error = #expect(throws: AdapterProblems.self) { try entry.load(run: .inProcess) }
        #expect(error?.problems == entry.problems)
    }

    @Test func executableFolders_holdTheRunningProgram() throws {
        let folder = try #require(AdapterCatalog.executableFolders.first)
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        #expect(program.hasPrefix(folder + "/"))
    }

    @Test func choice_ofAnUnknownAdapter_isAProblemOfTheCatalog() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        let catalog = catalog(folder, choices: ["b": .init()])
        #expect(catalog.problems.map(\.key) == ["adapter.b"])
        #expect(catalog.problems[0].message.hasSuffix("expected one of: a"))
    }

    @Test(arguments: [
        (["abi.major": "major = 2"], "abi.major", "made for ABI 2.0; this host has 1.0"),
        (["abi.minor": "minor = 1"], "abi.minor", "needs ABI 1.1; this host has 1.0"),
    ])
    func abi_outOfRange_isRefusedWithoutRunningCode(
        changes: [String: String?], key: String, message: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a", changes), to: "a.adapter.toml")
        try folder.write("library", to: "small.so")
        let problems = catalog(folder).entries[0].problems
        #expect(problems.map(\.code) == [.abi] && problems.map(\.key) == [key])
        #expect(problems[0].message.contains(message))
    }

    @Test func library_forAnotherPlatformOnly_isRefused() throws {
        let folder = try TemporaryFolder()
        let change = ["library.platform": "plan9-mips = \"a.so\""]
        try folder.write(manifest(id: "a", change), to: "a.adapter.toml")
        let problems = catalog(folder).entries[0].problems
        #expect(problems.map(\.code) == [.platform])
        #expect(problems[0].key == "library.\(Platform.current)")
        #expect(problems[0].message == "no library for this platform; there is one for: plan9-mips")
    }

    @Test func library_missing_saysWhereItWasLookedFor() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        let problems = catalog(folder, libraryFolders: ["/nowhere"]).entries[0].problems
        #expect(problems.map(\.code) == [.missingLibrary])
        #expect(problems[0].message == "small.so is not there; looked in \(folder.path), /nowhere")
    }

    @Test func library_thatIsAFolder_isRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        try folder.write("x", to: "small.so/x")
        let problems = catalog(folder).entries[0].problems
        #expect(problems.map(\.code) == [.missingLibrary])
        #expect(problems[0].message.hasPrefix("not a regular file; expected a shared library"))
    }

    @Test(.enabled(if: getuid() != 0, "the superuser can read every file"))
    func library_thatMayNotBeRead_isRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write(manifest(id: "a"), to: "a.adapter.toml")
        let library = try folder.write("x", to: "small.so")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: library.path)
        let problems = catalog(folder).entries[0].problems
        #expect(problems.map(\.code) == [.missingLibrary])
        #expect(problems[0].message.contains("Permission denied"))
    }

    @Test func digest_right_isNoProblem() throws {
        // The SHA-256 of "abc" as FIPS 180-2 gives it.
        let digest = "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"
        let folder = try TemporaryFolder()
        try folder.write(
            manifest(id: "a", ["sha256": "[sha256]\n\(Platform.current) = \"\(digest)\""]), to: "a.adapter.toml")
        try folder.write("abc", to: "small.so")
        #expect(catalog(folder).entries[0].isUsable)
    }

    @Test func digest_wrong_givesBoth() throws {
        let digest = String(repeating: "0", count: 64)
        let folder = try TemporaryFolder()
        try folder.write(
            manifest(id: "a", ["sha256": "[sha256]\n\(Platform.current) = \"\(digest)\""]), to: "a.adapter.toml")
        try folder.write("abc", to: "small.so")
        let problems = catalog(folder).entries[0].problems
        #expect(problems.map(\.code) == [.digest])
        #expect(problems[0].message.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        #expect(problems[0].message.contains(digest))
    }

    @Test func manifest_broken_isListedUnderItsFilesName() throws {
        let folder = try TemporaryFolder()
        try folder.write("nonsense", to: "one.adapter.toml")
        try folder.write("nonsense", to: "two/adapter.toml")
        try folder.write("x", to: "three.adapter.toml/x")
        let entries = catalog(folder).entries
        #expect(entries.map(\.id) == ["one", "three", "two"])
        #expect(entries.allSatisfy { $0.manifest == nil && $0.problems.count == 1 })
        #expect(entries[1].problems[0].message == "not a regular file")
    }

    @Test(.enabled(if: CCompiler.cIsThere, CCompiler.absence))
    func badAdapters_besideAGoodOne_doNotStopIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("nonsense", to: "a.adapter.toml")
        for (id, flags) in [("b", ["-DSMALL_MAJOR=2"]), ("c", ["-DSMALL_END=0"]), ("small", [])] {
            let library = try CCompiler.library(CCompiler.sources.appending(path: "small.c"), flags: flags)
            try folder.write(manifest(id: id), to: "\(id)/adapter.toml")
            try folder.copy(library, as: "\(id)/small.so")
        }
        try folder.write(manifest(id: "d"), to: "d/adapter.toml")
        let loaded = catalog(folder).entries.map { entry in
            do throws(AdapterProblems) {
                return try entry.load(run: .inProcess).id
            } catch {
                return "\(entry.id): \(error.problems[0].code.rawValue)"
            }
        }
        #expect(loaded == ["a: manifest", "b: table", "c: table", "d: missing-library", "small"])
    }
}
