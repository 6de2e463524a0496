import AdapterHost
import BundledAdapters
import Conformance
import Foundation
import Testing

/// Finding what is to be looked at, and which checks.
@Suite struct PlaceTests {
    private static let plugins = PluginFolder.root.appending(path: "Plugins").path

    /// A folder with these files; gone when the test is.
    private static func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws
        -> Result
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candlewick-place-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left there is a temporary file
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try body(folder.path)
    }

    private static let library = LibraryDefect.manifest

    @Test func folder_ofAPlugin_isFoundWithItsLibraryAndItsCases() throws {
        let place = try CheckPlace("\(Self.plugins)/KrakenCSV")
        #expect(place.manifest == "\(Self.plugins)/KrakenCSV/adapter.toml")
        #expect(place.cases == "\(Self.plugins)/KrakenCSV/Cases")
        let subject = try place.subject(seed: 3)
        #expect(subject.entry.problems.isEmpty && subject.entry.libraryPath?.hasSuffix("/libKrakenCSV.so") == true)
        #expect(subject.files.count >= 10 && subject.exchanges.isEmpty && subject.seed == 3)
    }

    @Test func folder_ofAPluginOverHTTP_hasItsExchanges() throws {
        let subject = try CheckPlace("\(Self.plugins)/KrakenREST").subject(seed: 1)
        #expect(subject.exchanges.count >= 10 && subject.files.isEmpty)
    }

    @Test(arguments: [".build/debug", ".build/release", "build", "target/release", "target/debug"])
    func folder_withALibraryWhereToolsBuild_isFound(build: String) throws {
        let files = ["library.adapter.toml": Self.library, "\(build)/library.so": "x"]
        try Self.withFolder(files) { folder in
            let place = try CheckPlace(folder)
            #expect(place.entry().libraryPath == "\(folder)/\(build)/library.so" && place.cases == nil)
        }
    }

    @Test func folder_withLibrariesInSeveralPlaces_takesTheOneBesideTheManifest() throws {
        let files = ["adapter.toml": Self.library, "build/library.so": "x", "library.so": "x", "o.adapter.toml": ""]
        try Self.withFolder(files) { folder in
            let place = try CheckPlace(folder)
            #expect(place.entry().libraryPath == "\(folder)/library.so")
        }
    }

    @Test func library_withItsManifestAmongOthers_isFound() throws {
        let other = Self.library.replacing("library.so", with: "other.so")
        let files = [
            "a.adapter.toml": "broken", "b.adapter.toml": other, "c.adapter.toml": Self.library, "library.so": "x",
        ]
        try Self.withFolder(files) { folder in
            let place = try CheckPlace("\(folder)/library.so")
            #expect(place.manifest == "\(folder)/c.adapter.toml" && place.libraryFolders.isEmpty)
        }
    }

    @Test func library_besideAnUnreadableManifest_isFoundSoThatTheChecksSaySo() throws {
        try Self.withFolder(["library.adapter.toml": "id = 1", "library.so": "x"]) { folder in
            let place = try CheckPlace("\(folder)/library.so")
            #expect(place.entry().problems.isEmpty == false)
        }
    }

    @Test(arguments: [
        ("none", [:], "no such file or folder"), ("", ["x": ""], "no manifest; expected adapter.toml"),
        ("", ["a.adapter.toml": "", "b.adapter.toml": ""], "several manifests (a.adapter.toml, b.adapter.toml)"),
        ("library.so", ["library.so": "x"], "no manifest beside it"),
        ("other.so", ["library.adapter.toml": library, "other.so": "x"], "library.adapter.toml"),
    ])
    func path_thatLeadsToNoAdapter_isWrongUse(path: String, files: [String: String], words: String) throws {
        try Self.withFolder(files.merging(["zz": ""]) { $1 }) { folder in
            let problem = #expect(throws: WrongUse.self) { try CheckPlace("\(folder)/\(path)") }
            #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
        }
    }

    @Test func cases_thatAreNotThere_areWrongUse() throws {
        try Self.withFolder(["adapter.toml": Self.library]) { folder in
            let problem = #expect(throws: WrongUse.self) { try CheckPlace(folder, cases: "\(folder)/none") }
            #expect(problem?.description.contains("--cases \(folder)/none: no such folder") == true)
        }
    }

    @Test(arguments: [
        ("adapter = \"a\"\nkind = \"candles\"\nnow = \"2023-07-02T00:00:00Z\"\n", "interval_minutes"),
        ("adapter = \"library\"\nkind = \"trades\"\nnwo = 1\n", "query.toml"),
        ("adapter = \"other\"\nkind = \"trades\"\nnow = \"2023-07-02T00:00:00Z\"\n", "expected \"library\""),
    ])
    func cases_thatCannotBeRead_nameTheFileAndTheKey(query: String, words: String) throws {
        let files = [
            "adapter.toml": Self.library, "Cases/one/query.toml": query,
            "Cases/one/error.csv": "exchange,class,message\n0,malformed,x\n", "Cases/README.md": "is no case",
        ]
        try Self.withFolder(files) { folder in
            let place = try CheckPlace(folder)
            let problem = #expect(throws: WrongUse.self) { try place.subject(seed: 1) }
            #expect(problem?.description.contains("query.toml") == true)
            #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
        }
    }

    @Test func chosen_byIdAndFamily_keepsTheOrder() throws {
        let chosen = try ConformanceCheck.chosen(by: ["table-size", "load", "abi-major"]).map(\.id)
        #expect(chosen == ["abi-major", "load-now", "load-stack", "load-relocations", "table-size"])
        let all = try ConformanceCheck.chosen(by: [])
        #expect(all.count == ConformanceCheck.all.count)
    }

    @Test(arguments: [
        ("tabel", "there is table-magic"), ("load-nwo", "there is load-now"), ("agrees", "there is manifest-agrees"),
        ("speedometer", "the families are manifest, abi, load"),
    ])
    func chosen_byAnUnknownWord_listsThoseThatComeNear(word: String, near: String) {
        let problem = #expect(throws: WrongUse.self) { try ConformanceCheck.chosen(by: [word]) }
        #expect(problem?.description.contains("\"\(word)\"; \(near)") == true, "\(problem?.description ?? "")")
    }

    @Test func checks_ofTheProduct_haveIdsThatAreOnesOwnAndSentences() {
        let ids = ConformanceCheck.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for check in ConformanceCheck.all {
            #expect(check.id.wholeMatch(of: /[a-z]+(-[a-z]+)+/) != nil, "\(check.id)")
            #expect(!check.sentence.hasSuffix(".") && check.sentence.count > 20, "\(check.id)")
        }
    }
}
