import Foundation
import Scaffold
import Testing

@Suite struct TemplatesTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.appending(path: "Sources/CScaffoldTemplates/Templates")

    @Test func embedded_areAllFilesOfTheTemplates_byteForByte() throws {
        let lying = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path).filter { path in
            var isFolder: ObjCBool = false
            // The call writes the one flag.
            _ = unsafe FileManager.default.fileExists(
                atPath: Self.folder.appending(path: path).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
        let embedded = TemplateFile.all.filter { $0.path != "candlewick_adapter.h" }
        #expect(Set(embedded.map { "\($0.layer)/\($0.path)" }) == Set(lying))
        #expect(lying.count > 60)
        for file in embedded {
            let bytes = try Data(contentsOf: Self.folder.appending(path: "\(file.layer)/\(file.path)"))
            let isSame = Array(bytes) == file.bytes
            #expect(isSame, "\(file.layer)/\(file.path)")
        }
    }

    @Test(arguments: AdapterScaffold.Transport.allCases)
    func header_inC_isTheRepositorysByteForByte(transport: AdapterScaffold.Transport) throws {
        let header = try Data(
            contentsOf: Self.root.appending(path: "Sources/CAdapterABI/include/candlewick_adapter.h"))
        let made = try AdapterScaffold("any", in: .c, over: transport).files
        #expect(made.first { $0.path == "candlewick_adapter.h" }?.bytes == Array(header))
    }

    @Test func abiInRust_isTheHeader_memberByMember() throws {
        let scaffold = try AdapterScaffold("any", in: .rust, over: .http)
        let rust = String(decoding: try #require(scaffold.files.first { $0.path == "src/abi.rs" }).bytes, as: UTF8.self)
        func text(_ path: String) throws -> String {
            try String(contentsOf: Self.root.appending(path: "Sources/CAdapterABI/\(path)"), encoding: .utf8)
        }
        let layout = try text("layout.c")
        let sizes = layout.matches(of: /\nSIZE\((\w+), (\d+)\)/)
        #expect(sizes.count > 15)
        for size in sizes {
            let members = layout.matches(of: /\nOFFSET\((\w+), (\w+), (\d+)\)/).filter { $0.1 == size.1 }
            let line =
                "layout!(\(size.1), \(size.2), " + members.map { "\($0.2) \($0.3)" }.joined(separator: ", ") + ");"
            #expect(rust.contains(line), "\(line)")
        }
        let constants = try text("include/candlewick_adapter.h").matches(of: /#define (CW_\w+) \(?(-?\d+)u?\)?[ \n]/)
        #expect(constants.count > 40)
        for constant in constants {
            #expect(rust.contains(try Regex("const \(constant.1): \\w+ = \(constant.2);")), "\(constant.0)")
        }
    }

    @Test(arguments: AdapterScaffold.Language.allCases, AdapterScaffold.Transport.allCases)
    func scaffold_ofAnotherName_hasNothingOfTheInventedSource(
        language: AdapterScaffold.Language, transport: AdapterScaffold.Transport
    ) throws {
        let scaffold = try AdapterScaffold(
            "some-new1", in: language, over: transport, host: "data.new.org", candlewick: "/a \"b\"")
        let paths = scaffold.files.map(\.path)
        #expect(paths.contains("adapter.toml") && paths.contains("README.md") && paths.contains(".gitignore"))
        #expect(paths.contains(".github/workflows/ci.yml") && paths.contains { $0.hasPrefix("Cases/") })
        #expect(Set(paths).count == paths.count)
        for file in scaffold.files {
            let text = file.path + String(decoding: file.bytes, as: UTF8.self)
            for word in ["xample-source", "xample_source", "xampleSource", "xample Source", "example.com", "/path/to"] {
                #expect(!text.contains(word), "\(file.path) has '\(word)'")
            }
        }
        let manifest = try #require(scaffold.files.first { $0.path == "adapter.toml" })
        let text = String(decoding: manifest.bytes, as: UTF8.self)
        #expect(text.contains("id = \"some-new1\"") && text.contains("name = \"Some New1\""))
        #expect(text.contains("\"\(scaffold.library)\"") && text.contains("data.new.org") == (transport == .http))
    }

    @Test(arguments: [
        "", "Upper", "with_underscore", "-a", "a-", "a b", "ä", String(repeating: "a", count: 65), "derived",
    ])
    func name_thatNoAdapterCanHave_isRefused(name: String) {
        let problem = #expect(throws: ScaffoldProblem.self) { try AdapterScaffold(name, in: .c, over: .file) }
        #expect(problem?.description.contains("'\(name)'") == true)
    }

    @Test(arguments: ["", "https://api.example.com", "api.example.com:80", "API.example.com", "a..b", "-a.com"])
    func host_thatIsNone_isRefused(host: String) {
        let problem = #expect(throws: ScaffoldProblem.self) {
            try AdapterScaffold("a", in: .c, over: .http, host: host)
        }
        #expect(problem?.description.contains("'\(host)'") == true)
    }

    @Test func swift_withoutACheckout_saysWhichOption() {
        let problem = #expect(throws: ScaffoldProblem.self) { try AdapterScaffold("a", in: .swift, over: .file) }
        #expect(problem?.description.contains("--candlewick") == true)
    }

    @Test func checkout_isFoundAboveAProgramAndNowhereElse() {
        #expect(Checkout.holding(Self.root.path + "/.build/debug/candlewick") == Self.root.path)
        #expect(Checkout.holding("/usr/bin/candlewick") == nil)
    }

    @Test func folder_withAnythingInIt_isNotWrittenTo() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scaffold-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // what is left there is a temporary file
        let scaffold = try AdapterScaffold("a", in: .c, over: .file)
        try scaffold.write(to: folder.path)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/src/adapter.c"))
        let problem = #expect(throws: ScaffoldProblem.self) { try scaffold.write(to: folder.path) }
        #expect(problem?.description.contains("not empty") == true)
    }
}
