import AdapterHost
import Foundation
import Testing

/// How a source is asked: what `adapters.conf` and the environment say.
@Suite struct SourceChoiceTests {
    private func choice(_ text: String) throws -> (AdapterConfiguration.Choice?, [AdapterProblem]) {
        let folder = try TemporaryFolder()
        let file = try folder.write("[adapter.a-b]\n" + text, to: "adapters.conf")
        do throws(AdapterProblems) {
            return (try AdapterConfiguration(contentsOf: file.path).choices["a-b"], [])
        } catch {
            return (nil, error.problems)
        }
    }

    /// A folder with one adapter, which names no credential.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(ManifestText.small(["id": "id = \"a-b\""]), to: "a-b.adapter.toml")
        try folder.write("library", to: "small.so")
        return folder
    }

    @Test func choice_ofEverything_isRead() throws {
        let (choice, problems) = try choice(
            """
            base_url = "http://127.0.0.1:8080/proxy/"
            rate = "5/min"
            burst = 3
            timeout = 2.5
            credential = "env:SOME_KEY"
            priority = -7
            """)
        #expect(problems.isEmpty)
        let source = try #require(choice?.source)
        #expect(source.baseURL == "http://127.0.0.1:8080/proxy" && source.rate == 5.0 / 60 && source.burst == 3)
        #expect(source.timeout == 2.5 && source.credential == "env:SOME_KEY" && source.priority == -7)
        #expect(source.entries.values.allSatisfy { $0.origin == .configuration })
    }

    @Test(arguments: [
        ("rate = 2", 2.0), ("rate = 0.5", 0.5), ("rate = \"3/s\"", 3), ("rate = \"90/min\"", 1.5),
        ("rate = \"36/h\"", 0.01), ("rate = 0", 0),
    ])
    func rate_inEachForm_isASecond(text: String, rate: Double) throws {
        let (choice, problems) = try choice(text)
        #expect(problems.isEmpty && choice?.source.rate == rate)
    }

    @Test(arguments: [
        ("base_url", "\"ftp://x\""), ("base_url", "\"https://\""), ("base_url", "\"https://u:p@host\""),
        ("base_url", "\"https://host?key=1\""), ("base_url", "\"https://ho st\""), ("rate", "-1"),
        ("rate", "\"5/day\""), ("rate", "\"5/min/2\""), ("rate", "20000"), ("rate", "\"0x10\""), ("rate", "\"nan\""),
        ("burst", "0"), ("burst", "1.5"), ("timeout", "0"), ("timeout", "7200"), ("priority", "\"first\""),
        ("credential", "\"abcdef0123456789\""), ("credential", "\"env:\""), ("credential", "\"env:A B\""),
        ("credential", "\"file:\""), ("credential", "\"secret:x\""), ("credential", "\"env:9A\""), ("burst", "[1]"),
    ])
    func choice_thatIsNone_isRefusedWithoutItsText(key: String, value: String) throws {
        let (_, problems) = try choice("\(key) = \(value)")
        #expect(problems.map(\.key) == ["adapter.a-b.\(key)"])
        let message = try #require(problems.first?.message)
        #expect(message.contains("expected") && !message.contains("abcdef0123456789"))
    }

    @Test func variable_ofAnAdapter_isInUpperCaseWithoutHyphens() {
        #expect(SourceChoice.variable("base_url", of: "kraken-rest") == "CANDLEWICK_KRAKEN_REST_BASE_URL")
    }

    @Test func environment_ofASetting_goesBeforeTheFile() throws {
        let folder = try folder()
        let place = try TemporaryFolder()
        let file = try place.write(
            "folders = [\"\(folder.path)\"]\n[adapter.a-b]\nrate = 1\nburst = 4\n", to: "adapters.conf")
        let configuration = try AdapterConfiguration(
            contentsOf: file.path,
            environment: [
                "CANDLEWICK_A_B_RATE": "7/s", "CANDLEWICK_A_B_BASE_URL": "http://127.0.0.1:1",
                "CANDLEWICK_A_B_BURST": "",
                "CANDLEWICK_A_B_RUN": "in-process", "CANDLEWICK_OTHER_RATE": "9",
            ])
        let entry = try #require(AdapterCatalog(configuration)["a-b"])
        #expect(entry.choice.source.rate == 7 && entry.choice.source.burst == 4)
        #expect(entry.choice.source.entries[.rate]?.origin == .environment("CANDLEWICK_A_B_RATE"))
        #expect(entry.choice.source.entries[.burst]?.origin == .configuration)
        #expect(entry.choice.source.baseURL == "http://127.0.0.1:1")
        #expect(entry.choice.runOrigin == .environment("CANDLEWICK_A_B_RUN"))
    }

    @Test func environment_thatIsNone_isAProblemOfItsAdapter() throws {
        let folder = try folder()
        let environment = ["CANDLEWICK_A_B_RATE": "often", "CANDLEWICK_A_B_RUN": "thread"]
        let configuration = AdapterConfiguration(folders: [folder.path], environment: environment)
        let problems = try #require(AdapterCatalog(configuration)["a-b"]).problems.filter { $0.code == .configuration }
        #expect(problems.map(\.key) == ["CANDLEWICK_A_B_RATE", "CANDLEWICK_A_B_RUN"])
    }

    @Test func credential_ofAnAdapterThatNamesNone_isAProblem() throws {
        let folder = try folder()
        let configuration = AdapterConfiguration(
            folders: [folder.path], environment: ["CANDLEWICK_A_B_CREDENTIAL": "env:KEY"])
        let problems = try #require(AdapterCatalog(configuration)["a-b"]).problems
        #expect(problems.contains { $0.key == "adapter.a-b.credential" })
    }
}
