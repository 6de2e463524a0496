import AdapterHost
import Foundation
import Testing

/// `adapters.conf`.
@Suite struct ConfigurationTests {
    private func read(_ text: String) throws -> (AdapterConfiguration?, [AdapterProblem], String) {
        let folder = try TemporaryFolder()
        let file = try folder.write(text, to: "adapters.conf")
        do throws(AdapterProblems) {
            return (try AdapterConfiguration(contentsOf: file.path), [], folder.path)
        } catch {
            return (nil, error.problems, folder.path)
        }
    }

    @Test func configuration_folders_areResolved() throws {
        let (configuration, problems, folder) = try read("folders = [\"Plugins\", \"/opt/x\", \"~/y\", \"~\"]")
        let home = try #require(ProcessInfo.processInfo.environment["HOME"])
        #expect(problems.isEmpty)
        #expect(configuration?.folders == ["\(folder)/Plugins", "/opt/x", "\(home)/y", home])
    }

    @Test func configuration_choices_areRead() throws {
        let (configuration, problems, _) = try read(
            """
            folders = []
            [adapter.kraken-csv]
            enabled = false
            run = "in-process"
            [adapter.kraken-csv.settings]
            "any key" = "any text"
            other = ""
            [adapter.massive]
            """)
        #expect(problems.isEmpty)
        let choice = try #require(configuration?.choices["kraken-csv"])
        #expect(!choice.isEnabled && choice.runMode == .inProcess)
        #expect(choice.settings == ["any key": "any text", "other": ""])
        #expect(configuration?.choices["massive"] == AdapterConfiguration.Choice())
    }

    @Test func limits_ofAWorker_areRead() throws {
        let (configuration, problems, _) = try read(
            """
            [adapter.x]
            run = "worker"
            call_timeout = 2.5
            memory = "2GB"
            [adapter.y]
            """)
        #expect(problems.isEmpty)
        let choice = try #require(configuration?.choices["x"])
        #expect(choice.runMode == .worker)
        #expect(choice.limits == WorkerLimits(callSeconds: 2.5, memory: 2 << 30))
        // Nobody said where it runs: that depends on where its library lies.
        #expect(configuration?.choices["y"]?.runMode == nil)
    }

    @Test func configuration_empty_isNoProblem() throws {
        let (configuration, _, _) = try read("")
        #expect(configuration?.folders == [] && configuration?.choices.isEmpty == true)
    }

    @Test(arguments: [
        ("folder = []", "folder", "unknown key; allowed here: folders, require_pins, adapter"),
        ("folders = \"Plugins\"", "folders", "found a text; expected a list, each the path of a folder"),
        ("folders = [1]", "folders[0]", "found a whole number; expected the path of a folder"),
        ("folders = [\"\"]", "folders[0]", "expected the path of a folder"),
        ("adapter = 1", "adapter", "found a whole number; expected a table [adapter]"),
        ("[adapter]\nx = 1", "adapter.x", "found a whole number; expected a table [adapter.x]"),
        ("[adapter.X_Y]", "adapter.X_Y", "not an adapter's id"),
        ("[adapter.x]\nenabled = \"yes\"", "adapter.x.enabled", "found a text; expected true or false"),
        (
            "[adapter.x]\nrun = \"thread\"", "adapter.x.run",
            "found \"thread\"; expected \"in-process\" or \"worker\""
        ),
        ("[adapter.x]\nrun = true", "adapter.x.run", "found true or false; expected \"in-process\""),
        ("[adapter.x]\ncall_timeout = 0", "adapter.x.call_timeout", "seconds that one call of the adapter may take"),
        ("[adapter.x]\ncall_timeout = \"1e9\"", "adapter.x.call_timeout", "from 0.1 to 3600"),
        ("[adapter.x]\nmemory = 512", "adapter.x.memory", "like \"512 MB\" or \"2 GB\""),
        ("[adapter.x]\nmemory = \"9 MB\"", "adapter.x.memory", "from 16 MB to 64 GB"),
        (
            "[adapter.x]\nsetting = {}", "adapter.x.setting",
            "unknown key; allowed here: enabled, run, call_timeout, memory, sha256, settings"
        ),
        ("[adapter.x]\nsettings = 5", "adapter.x.settings", "expected a table [adapter.x.settings]"),
        ("[adapter.x.settings]\na = 5", "adapter.x.settings.a", "found a whole number; expected a text in quotes"),
    ])
    func configuration_broken_namesTheKeyAndWhatIsAllowed(text: String, key: String, message: String) throws {
        let (_, problems, folder) = try read(text)
        #expect(problems.count == 1)
        #expect(problems.first?.key == key)
        #expect(problems.first?.message.contains(message) == true, "\(problems)")
        #expect(problems.first?.description.hasPrefix("\(folder)/adapters.conf: \(key): ") == true)
    }

    @Test func configuration_severalMistakes_areReportedTogether() throws {
        let (_, problems, _) = try read("x = 1\nfolders = 1\n[adapter.a]\nrun = \"x\"\nenabled = 1\n")
        #expect(problems.map(\.key) == ["x", "folders", "adapter.a.enabled", "adapter.a.run"])
    }

    @Test func configuration_noTOML_namesTheLine() throws {
        let (_, problems, folder) = try read("folders = []\n\n[adapter\n")
        #expect(problems.map(\.line) == [3])
        #expect(problems.first?.description.hasPrefix("\(folder)/adapters.conf:3: not TOML: ") == true)
    }

    @Test func configuration_absent_saysSo() {
        let error = #expect(throws: AdapterProblems.self) {
            try AdapterConfiguration(contentsOf: "/nowhere/adapters.conf")
        }
        #expect(error?.description == "/nowhere/adapters.conf: cannot be read: No such file or directory")
    }
}
